update executions
set status = @status, status_reason = @status_reason, ended_at = @ended_at, wake_at = @wake_at
where execution_id = @execution_id
