select ordinal, execution_id, name, detail
from waits
where kind = 'approval'
  and ordinal > @after
order by ordinal
limit @limit
