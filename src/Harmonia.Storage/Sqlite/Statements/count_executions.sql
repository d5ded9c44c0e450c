select status, count(*)
from executions
group by status
