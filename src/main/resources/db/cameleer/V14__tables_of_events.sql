create table event_tables (
  table_name text primary key,
  table_oid  oid not null,
  since      timestamptz not null default now()
);
comment on table event_tables is 'The tables that were made for events, or taken over for them while they were empty. Others are loaded only if they look like RudderStack''s, or a setting names them';
comment on column event_tables.table_name is 'namespace.table';
comment on column event_tables.table_oid is 'Which table that was: another may get its name';

-- what events were loaded into so far
insert into event_tables (table_name, table_oid)
select n.nspname || '.' || c.relname, c.oid
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname || '.' || c.relname in (select e.table_name from event_columns e)
  and c.relkind in ('r', 'p', 'v', 'm', 'f');
