update executions
set quarantine = null, wake_at = @now
where execution_id = @execution_id and quarantine is not null
