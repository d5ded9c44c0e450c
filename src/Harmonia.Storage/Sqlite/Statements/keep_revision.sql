insert into workflow_revisions (workflow_id, revision, name, description, version, definition_hash, saved_at,
  original_hash)
select workflow_id, revision, name, description, version, definition_hash, updated_at,
  original_hash
from workflows
where workflow_id = @workflow_id
