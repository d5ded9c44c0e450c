create table waits (
  ordinal integer primary key,
  kind text not null,
  name text not null,
  execution_id blob not null,
  detail text
) strict;

create unique index waits_by_name on waits (kind, name, execution_id);

create index waits_by_kind on waits (kind, ordinal);
