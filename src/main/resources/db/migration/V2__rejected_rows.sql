create table rejected_rows (
  id          bigint generated always as identity primary key,
  file_id     bigint not null references files on delete cascade,
  line        bigint not null,
  table_name  text not null,
  row         json not null,
  sqlstate    text,
  message     text not null,
  rejected_at timestamptz not null default now()
);
create index rejected_rows_by_file on rejected_rows (file_id);
comment on table rejected_rows is 'Rows that PostgreSQL refused, though every value fits its column: a constraint or a trigger of the table, or its size';
comment on column rejected_rows.line is 'The line of the file that the row comes from';
comment on column rejected_rows.table_name is 'Where the row belongs: namespace.table';
comment on column rejected_rows.row is 'The row by its columns; no jsonb, as that bends some values and refuses others';
comment on column rejected_rows.sqlstate is 'PostgreSQL''s code of the error';
comment on column rejected_rows.message is 'What PostgreSQL said';

alter table progress add rows_rejected bigint not null default 0;
comment on column progress.rows_rejected is 'How many more rows up to that line are in rejected_rows';

alter table sync_tables add rows_rejected bigint not null default 0;
alter table syncs add rows_rejected bigint not null default 0;
comment on column syncs.rows_rejected is 'Rows that PostgreSQL refused; they are in rejected_rows';

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
group by f.sync_id, r.file_id, f.key, r.table_name, r.message, r.sqlstate;
comment on view rejects_by_reason is 'Lines that are no usable event (without a table_name) and rows that are not in their table, by file and reason';
comment on column rejects_by_reason.sync_id is 'The sync that loaded the file last';

create view discards_by_reason as
select f.sync_id, d.file_id, f.key as file, d.table_name, d.column_name, d.reason, d.values_discarded, d.example
from discards d
join files f on f.id = d.file_id;
comment on view discards_by_reason is 'Values that went to rudder_discards, by file, column and reason';
