select
  w.ordinal, w.workflow_id, r.name, r.description, r.version, r.revision, r.definition_hash, w.created_at, r.saved_at
from workflow_revisions r
join workflows w on w.workflow_id = r.workflow_id
where r.workflow_id = @workflow_id
  and r.revision = coalesce(@revision, r.revision)
  and r.version = coalesce(@version, r.version)
order by r.revision desc
limit 1
