insert into child_ends (parent_id, child_id, version)
values (@parent_id, @child_id, @version)
on conflict do update set version = excluded.version
