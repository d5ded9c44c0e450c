select template_id, number, version, changes, created_at, hash
from template_versions
where template_id = @template_id
order by number desc
limit @limit offset @offset
