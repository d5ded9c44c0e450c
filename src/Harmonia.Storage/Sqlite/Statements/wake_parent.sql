update executions
set wake_at = min(@at, coalesce(wake_at, @at))
where execution_id = @execution_id and quarantine is null
