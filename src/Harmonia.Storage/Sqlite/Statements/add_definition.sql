insert into definitions (hash, checksum, data)
values (@hash, @checksum, @data)
on conflict do nothing
