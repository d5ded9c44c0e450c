select ordinal, workflow_id, name, description, version, revision, definition_hash, created_at, updated_at,
  original_hash
from workflows
where workflow_id = @workflow_id
