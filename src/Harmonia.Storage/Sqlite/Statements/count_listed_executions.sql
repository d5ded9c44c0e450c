select count(*)
from executions
where /* conditions */
