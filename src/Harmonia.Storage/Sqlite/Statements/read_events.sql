select execution_id, version, count, position, checksum, data
from events
where execution_id = @execution_id
  and version >= coalesce(
    (select max(version) from events where execution_id = @execution_id and version <= @after_version + 1), 0)
order by version
