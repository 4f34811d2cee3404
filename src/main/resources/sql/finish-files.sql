-- All that can be read of these files is loaded: they are complete, or incomplete if they are damaged. From now on one line
-- of the file stands for the marks of all tables: should the object change, it is read on behind it. What was loaded of a
-- file before such a change counts on
with ended as (
  select *
  from unnest(cast(? as bigint[]), cast(? as text[]), cast(? as bigint[]), cast(? as bigint[]),
    cast(? as bigint[]), cast(? as bigint[]), cast(? as bigint[]), cast(? as bigint[]), cast(? as bigint[]))
    as e (id, damage, through_line, through_checksum, lines, events, rejects, dropped, excluded)
), rows as (
  select p.file_id, p.table_name, p.rows_loaded + p.rows_rejected as rows
  from cameleer.progress p
  join ended e on e.id = p.file_id
  where p.table_name <> ?
  union all
  select f.id, b.key, cast(b.value as bigint)
  from cameleer.files f
  join ended e on e.id = f.id
  cross join jsonb_each_text(f.table_rows) b
  where f.through_line is not null
), loaded as (
  select file_id, jsonb_object_agg(table_name, rows) as table_rows
  from (select file_id, table_name, sum(rows) as rows from rows group by file_id, table_name) r
  group by file_id
), finished as (
  update cameleer.files f
  set state = case when e.damage is null then 'complete' else 'incomplete' end,
      claimed_by = null, claimed_by_loader = null, claims = 0, completed_at = now(), error = e.damage,
      lines = e.lines + case when f.through_line is null then 0 else f.lines end,
      events = e.events + case when f.through_line is null then 0 else f.events end,
      rejects = e.rejects + case when f.through_line is null then 0 else f.rejects end,
      dropped = e.dropped + case when f.through_line is null then 0 else f.dropped end,
      excluded = e.excluded + case when f.through_line is null then 0 else f.excluded end,
      through_line = e.through_line, through_checksum = e.through_checksum, table_rows = l.table_rows
  from ended e
  left join loaded l on l.file_id = e.id
  where f.id = e.id and f.claimed_by = ?
  returning f.id
)
delete from cameleer.progress p
using finished f
where p.file_id = f.id
