select version + count - 1
from events
where execution_id = @execution_id
order by version desc
limit 1
