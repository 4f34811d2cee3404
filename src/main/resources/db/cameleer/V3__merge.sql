create table event_columns (
  table_name    text not null,
  column_name   text not null,
  first_seen_at timestamptz not null default now(),
  primary key (table_name, column_name)
);
comment on table event_columns is 'Columns that events have had values for: when a row is replaced by a later version, these become what it says; other columns stay';
comment on column event_columns.table_name is 'namespace.table';

alter table sync_tables
  add column rows_replaced bigint not null default 0,
  add column rows_repeated bigint not null default 0;
comment on column sync_tables.rows_loaded is 'Rows that are new in the table';
comment on column sync_tables.rows_replaced is 'Rows that took the place of an earlier version with the same id';
comment on column sync_tables.rows_repeated is 'Rows that were there already, in the same version or a later one';
comment on column syncs.rows_loaded is 'Rows that are new in the tables of events';
comment on column progress.rows_loaded is 'How many rows of the file that is, those included that were in the table already';

create table discoveries (
  bucket    text primary key,
  worker_id uuid references workers on delete set null
);
comment on table discoveries is 'Who lists a bucket at this moment; it is enough if one process does';
