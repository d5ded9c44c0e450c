insert into components (name, kind, origin, hash, checksum, declaration, created_at, updated_at)
values (@name, @kind, @origin, @hash, @checksum, @declaration, @created_at, @updated_at)
on conflict (name) do update set
  kind = excluded.kind,
  origin = excluded.origin,
  hash = excluded.hash,
  checksum = excluded.checksum,
  declaration = excluded.declaration,
  updated_at = excluded.updated_at
