select checkpoint_id, execution_id, version, created_at, kind, status, name, description
from checkpoints
where /* conditions */
order by ordinal desc
limit ? offset ?
