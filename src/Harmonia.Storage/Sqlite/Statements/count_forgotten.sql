update executions
set forgotten = forgotten + @events
where execution_id = @execution_id
