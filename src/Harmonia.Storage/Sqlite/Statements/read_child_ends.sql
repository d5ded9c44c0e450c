select child_id, version
from child_ends
where parent_id = @parent_id
order by child_id
limit @limit
