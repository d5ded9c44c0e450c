select ordinal, workflow_id, name, description, version, revision, definition_hash, created_at, updated_at
from workflows
where name = @name
