select 1
from executions
where execution_id = @execution_id
