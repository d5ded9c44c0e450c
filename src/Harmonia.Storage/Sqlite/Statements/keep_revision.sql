insert into workflow_revisions (workflow_id, revision, name, description, version, definition_hash, saved_at)
select workflow_id, revision, name, description, version, definition_hash, updated_at
from workflows
where workflow_id = @workflow_id
