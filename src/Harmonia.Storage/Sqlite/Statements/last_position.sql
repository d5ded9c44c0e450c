select position + count - 1
from events
order by position desc
limit 1
