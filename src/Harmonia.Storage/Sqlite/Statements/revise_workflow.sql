update workflows
set name = @name, description = @description, version = @version, revision = revision + 1,
  definition_hash = @definition_hash, updated_at = @updated_at, original_hash = @original_hash
where workflow_id = @workflow_id
