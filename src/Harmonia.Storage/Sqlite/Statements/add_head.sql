insert into executions (
  execution_id, workflow_id, workflow_name, definition_hash,
  status, status_reason, created_at, ended_at, wake_at, metadata, parent_id, parent_task
)
values (
  @execution_id, @workflow_id, @workflow_name, @definition_hash,
  @status, @status_reason, @created_at, @ended_at, @wake_at, @metadata, @parent_id, @parent_task
)
