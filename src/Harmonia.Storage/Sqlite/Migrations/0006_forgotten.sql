alter table executions add column forgotten integer not null default 0;
