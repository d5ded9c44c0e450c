select count(*)
from templates t
where /* conditions */
