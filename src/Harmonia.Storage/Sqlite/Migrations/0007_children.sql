alter table executions add column parent_id blob;

alter table executions add column parent_task text;

create index executions_by_parent on executions (parent_id, ordinal)
where parent_id is not null;

create table child_ends (
  parent_id blob not null,
  child_id blob not null,
  version integer not null,
  primary key (parent_id, child_id)
) strict, without rowid;
