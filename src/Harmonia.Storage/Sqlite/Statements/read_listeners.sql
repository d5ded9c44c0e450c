select execution_id
from waits
where kind = 'signal'
  and name = @name
  and execution_id > @after
order by execution_id
limit @limit
