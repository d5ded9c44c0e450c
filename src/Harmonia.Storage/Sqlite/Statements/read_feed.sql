select execution_id, version, count, position, checksum, data
from events
where position >= coalesce((select max(position) from events where position <= @after_position + 1), 0)
order by position
