insert into executions (
  execution_id, workflow_id, workflow_name, definition_hash,
  status, status_reason, created_at, ended_at, wake_at, metadata
)
values (
  @execution_id, @workflow_id, @workflow_name, @definition_hash,
  @status, @status_reason, @created_at, @ended_at, @wake_at, @metadata
)
