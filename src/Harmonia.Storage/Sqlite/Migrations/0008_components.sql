create table components (
  name text not null primary key,
  kind text not null,
  origin text not null,
  hash text not null,
  checksum integer not null,
  declaration blob not null,
  created_at integer not null,
  updated_at integer not null
) strict;
