alter table workflows add column original_hash text;

alter table workflow_revisions add column original_hash text;
