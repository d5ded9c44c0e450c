insert into waits (kind, name, execution_id, detail)
values (@kind, @name, @execution_id, @detail)
on conflict (kind, name, execution_id) do update set detail = excluded.detail
