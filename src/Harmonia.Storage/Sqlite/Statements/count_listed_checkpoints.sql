select count(*)
from checkpoints
where /* conditions */
