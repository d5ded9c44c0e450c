select name, kind, origin, hash, checksum, declaration, created_at, updated_at
from components
where name = @name
