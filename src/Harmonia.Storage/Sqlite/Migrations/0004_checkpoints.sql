create table checkpoints (
  ordinal integer primary key,
  checkpoint_id blob not null unique,
  execution_id blob not null,
  version integer not null,
  created_at integer not null,
  kind text not null,
  status text not null,
  name text,
  description text
) strict;

create index checkpoints_by_execution on checkpoints (execution_id, ordinal);
