create table templates (
  ordinal integer primary key,
  template_id blob not null unique,
  name text not null unique,
  slug text not null,
  description text,
  version text not null,
  number integer not null,
  workflow_id blob,
  is_public integer not null,
  created_by text,
  tags text not null,
  categories text not null,
  metadata text,
  created_at integer not null,
  updated_at integer not null
) strict;

create index templates_by_slug on templates (slug, ordinal);

create table template_versions (
  template_id blob not null,
  number integer not null,
  version text not null,
  changes text,
  created_at integer not null,
  hash text not null,
  checksum integer not null,
  data blob not null
) strict;

create unique index template_versions_by_number on template_versions (template_id, number);

create unique index template_versions_by_version on template_versions (template_id, version);

create table template_uses (
  template_id blob primary key,
  uses integer not null
) strict, without rowid;

create table template_categories (
  category_id blob primary key,
  name text not null unique,
  description text,
  parent_id blob
) strict, without rowid;
