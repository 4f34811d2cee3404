-- Moves the marks of a batch's files, and says how many were moved. One that is there already was moved by an earlier
-- attempt at the same batch, which this statement waits for if its commit is under way
with moved as (
  insert into cameleer.progress as p (file_id, table_name, line, rows_loaded, rows_rejected, values_discarded)
  select file, "table", line, rows, rejected, discards
  from jsonb_to_recordset(cast(:#${body} as jsonb))
    as m (file bigint, "table" text, line bigint, rows bigint, rejected bigint, discards bigint)
  on conflict (file_id, table_name) do update
  set line = excluded.line,
      rows_loaded = p.rows_loaded + excluded.rows_loaded,
      rows_rejected = p.rows_rejected + excluded.rows_rejected,
      values_discarded = p.values_discarded + excluded.values_discarded
  where p.line < excluded.line
  returning 1
)
select count(*) from moved
