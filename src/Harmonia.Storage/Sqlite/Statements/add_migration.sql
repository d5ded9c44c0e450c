insert into migrations (number, name, checksum, applied_at)
values (@number, @name, @checksum, @applied_at)
