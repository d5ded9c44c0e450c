select count(*)
from workflows
where /* conditions */
