-- All that can be read of these files is loaded: they are complete, or incomplete if they are damaged. How far they are
-- matters from now on for the latter alone, which are read on when a whole file takes their place
with ended as (
  select *
  from unnest(cast(? as bigint[]), cast(? as text[]), cast(? as bigint[]), cast(? as bigint[]), cast(? as bigint[]), cast(? as bigint[]))
    as e (id, damage, lines, events, rejects, dropped)
), loaded as (
  select p.file_id, jsonb_object_agg(p.table_name, p.rows_loaded + p.rows_rejected) as table_rows
  from cameleer.progress p
  join ended e on e.id = p.file_id
  where p.table_name <> ?
  group by p.file_id
), finished as (
  update cameleer.files f
  set state = case when e.damage is null then 'complete' else 'incomplete' end,
      claimed_by = null, claimed_by_loader = null, completed_at = now(), error = e.damage,
      lines = e.lines, events = e.events, rejects = e.rejects, dropped = e.dropped, table_rows = l.table_rows
  from ended e
  left join loaded l on l.file_id = e.id
  where f.id = e.id and f.claimed_by = ?
  returning f.id, f.state
)
delete from cameleer.progress p
using finished f
where p.file_id = f.id and f.state = 'complete'
