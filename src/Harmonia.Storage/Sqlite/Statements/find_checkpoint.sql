select checkpoint_id, execution_id, version, created_at, kind, status, name, description
from checkpoints
where checkpoint_id = @checkpoint_id
