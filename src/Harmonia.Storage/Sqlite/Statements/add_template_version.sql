insert into template_versions (template_id, number, version, changes, created_at, hash, checksum, data)
values (@template_id, @number, @version, @changes, @created_at, @hash, @checksum, @data)
