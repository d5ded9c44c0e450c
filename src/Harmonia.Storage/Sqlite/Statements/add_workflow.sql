insert into workflows (
  workflow_id, name, description, version, revision, definition_hash, created_at, updated_at,
  original_hash
)
values (
  @workflow_id, @name, @description, @version, 1, @definition_hash, @created_at, @updated_at,
  @original_hash
)
