insert into events (position, execution_id, version, count, checksum, data)
values (@position, @execution_id, @version, @count, @checksum, @data)
