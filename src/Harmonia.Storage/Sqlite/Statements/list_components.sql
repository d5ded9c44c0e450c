select name, kind, origin, hash, checksum, declaration, created_at, updated_at
from components
order by name
limit @limit offset @offset
