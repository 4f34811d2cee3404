create table rejected_rows (
  id          bigint generated always as identity primary key,
  file_id     bigint not null references files on delete cascade,
  line        bigint not null,
  table_name  text not null,
  row         json not null,
  columns     json not null,
  sqlstate    text,
  message     text not null,
  detail      text,
  rejected_at timestamptz not null default now(),
  replayed_at timestamptz
);
create index rejected_rows_by_file on rejected_rows (file_id);
create index rejected_rows_to_replay on rejected_rows (table_name, id) where replayed_at is null;
comment on table rejected_rows is 'Rows that are not in their table: a constraint or a trigger of the table has refused them, or the contract on new tables and columns; the command replay loads them once that is mended';
comment on column rejected_rows.line is 'The line of the file that the row comes from';
comment on column rejected_rows.table_name is 'Where the row belongs: namespace.table';
comment on column rejected_rows.row is 'The row by its columns; no jsonb, as that bends some values and refuses others';
comment on column rejected_rows.columns is 'The types of its values: int, float, string, datetime, boolean or json';
comment on column rejected_rows.sqlstate is 'PostgreSQL''s code of the error';
comment on column rejected_rows.message is 'What PostgreSQL said, or the contract: the same for all rows that are refused for the same reason';
comment on column rejected_rows.detail is 'What PostgreSQL said of this row';
comment on column rejected_rows.replayed_at is 'When the row was taken up by a replay; if it was refused again it is here once more';

create table discards (
  file_id          bigint not null references files on delete cascade,
  table_name       text not null,
  column_name      text not null,
  reason           text not null,
  values_discarded bigint not null,
  example          text not null,
  primary key (file_id, table_name, column_name, reason)
);
comment on table discards is 'How many values of each file went to rudder_discards, and why';
comment on column discards.example is 'The beginning of the first of them';

create view rejects_by_reason as
select f.sync_id, r.file_id, f.key as file, cast(null as text) as table_name, r.reason, cast(null as text) as sqlstate,
       count(*) as rejects, min(r.line) as first_line, left((array_agg(r.raw order by r.line))[1], 200) as example
from rejects r
join files f on f.id = r.file_id
group by f.sync_id, r.file_id, f.key, r.reason
union all
select f.sync_id, r.file_id, f.key, r.table_name, r.message, r.sqlstate,
       count(*), min(r.line), left((array_agg(cast(r.row as text) order by r.line))[1], 200)
from rejected_rows r
join files f on f.id = r.file_id
where r.replayed_at is null
group by f.sync_id, r.file_id, f.key, r.table_name, r.message, r.sqlstate;
comment on view rejects_by_reason is 'Lines that are no usable event (without a table_name) and rows that are not in their table and not replayed, by file and reason';
comment on column rejects_by_reason.sync_id is 'The sync that loaded the file last';

create view discards_by_reason as
select f.sync_id, d.file_id, f.key as file, d.table_name, d.column_name, d.reason, d.values_discarded, d.example
from discards d
join files f on f.id = d.file_id;
comment on view discards_by_reason is 'Values that went to rudder_discards, by file, column and reason';

alter table progress
  add column rows_rejected bigint not null default 0;
comment on column progress.rows_rejected is 'How many more rows up to that line are in rejected_rows';

alter table sync_tables
  add column rows_mapped bigint not null default 0,
  add column rows_rejected bigint not null default 0,
  add column rows_held_back bigint not null default 0;
comment on column sync_tables.rows_mapped is 'Rows that the files of the sync have for the table: loaded, replaced, repeated, skipped, rejected and held back together; a sync of which that is not so has failed';
comment on column sync_tables.rows_rejected is 'Rows that are not in the table but in rejected_rows, or among the discards';
comment on column sync_tables.rows_held_back is 'Rows that are not loaded because of the error; their files are tried again';
comment on column sync_tables.values_discarded is 'Values that went to rudder_discards';

alter table syncs
  add column rows_rejected bigint not null default 0,
  add column dropped bigint not null default 0;
comment on column syncs.rows_rejected is 'Rows that are not in their table but in rejected_rows, or among the discards';
comment on column syncs.lines is 'Lines read: events, rejects and dropped events together';
comment on column syncs.dropped is 'Events that the steps of routes/customize.camel.yaml have stopped; they are nowhere';

alter table files
  add column dropped bigint;
comment on column files.lines is 'Lines in it, without blank ones: events, rejects and dropped events together';
comment on column files.dropped is 'Events of it that the steps of routes/customize.camel.yaml have stopped';

alter table workers
  alter started_at set default now(),
  add column process_start text not null default '';
comment on column workers.started_at is 'When it made itself known';
comment on column workers.process_start is 'When that process was started, as its machine tells it: another that is given its id has another start';
