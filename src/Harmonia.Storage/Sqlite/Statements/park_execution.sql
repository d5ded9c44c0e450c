update executions
set quarantine = @reason, wake_at = null
where execution_id = @execution_id
