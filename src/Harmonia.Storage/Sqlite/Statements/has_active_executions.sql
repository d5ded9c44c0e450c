select 1
from executions indexed by executions_by_status
where status in ('pending', 'running', 'paused') and workflow_id = @workflow_id
limit 1
