select
  ordinal, execution_id, workflow_id, workflow_name, definition_hash,
  status, status_reason, created_at, ended_at, wake_at, metadata, quarantine, forgotten,
  parent_id, parent_task
from executions
where execution_id = @execution_id
