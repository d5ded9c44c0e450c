create table events (
  position integer primary key,
  execution_id blob not null,
  version integer not null,
  count integer not null,
  checksum integer not null,
  data blob not null
) strict;

create unique index events_by_execution on events (execution_id, version);

create table executions (
  ordinal integer primary key,
  execution_id blob not null,
  workflow_id blob not null,
  workflow_name text not null,
  definition_hash text not null,
  status text not null,
  status_reason text,
  created_at integer not null,
  ended_at integer,
  wake_at integer,
  metadata text,
  quarantine text
) strict;

create unique index executions_by_id on executions (execution_id);

create index executions_by_workflow on executions (workflow_id, ordinal);

create index executions_by_status on executions (status, ordinal);

create index executions_by_wake on executions (wake_at, execution_id)
where wake_at is not null and quarantine is null;

create table definitions (
  hash text primary key,
  checksum integer not null,
  data blob not null
) strict;

create table workflows (
  ordinal integer primary key,
  workflow_id blob not null unique,
  name text not null unique,
  description text,
  version text not null,
  revision integer not null,
  definition_hash text not null,
  created_at integer not null,
  updated_at integer not null
) strict;

create table workflow_revisions (
  workflow_id blob not null,
  revision integer not null,
  name text not null,
  description text,
  version text not null,
  definition_hash text not null,
  saved_at integer not null,
  primary key (workflow_id, revision)
) strict, without rowid;
