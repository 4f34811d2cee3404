alter table sync_tables
  add column rows_mapped bigint not null default 0,
  add column rows_held_back bigint not null default 0;
comment on column sync_tables.rows_mapped is 'Rows that the files of the sync have for the table: loaded, replaced, repeated, skipped, rejected and held back together; a sync of which that is not so has failed';
comment on column sync_tables.rows_rejected is 'Rows that are not in the table but in rejected_rows, or among the discards';
comment on column sync_tables.rows_held_back is 'Rows that are not loaded because of the error; their files are tried again';
comment on column sync_tables.values_discarded is 'Values that went to rudder_discards';

alter table rejected_rows
  add column columns json not null default '{}',
  add column detail text,
  add column replayed_at timestamptz;
create index rejected_rows_to_replay on rejected_rows (table_name, id) where replayed_at is null;
comment on table rejected_rows is 'Rows that are not in their table: a constraint or a trigger of the table has refused them, or the contract on new tables and columns; the command replay loads them once that is mended';
comment on column rejected_rows.columns is 'The types of its values: int, float, string, datetime, boolean or json';
comment on column rejected_rows.message is 'What PostgreSQL said, or the contract: the same for all rows that are refused for the same reason';
comment on column rejected_rows.detail is 'What PostgreSQL said of this row';
comment on column rejected_rows.replayed_at is 'When the row was taken up by a replay; if it was refused again it is here once more';

create or replace view rejects_by_reason as
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
