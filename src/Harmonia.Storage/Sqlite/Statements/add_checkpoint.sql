insert into checkpoints (checkpoint_id, execution_id, version, created_at, kind, status, name, description)
values (@checkpoint_id, @execution_id, @version, @created_at, @kind, @status, @name, @description)
on conflict (checkpoint_id) do nothing
