-- Moves the marks of a batch's files, and says how many were moved: each from where the batch goes on, so that a gap is
-- noticed. One that is there already was moved by an earlier attempt at the same batch, which this statement waits for if
-- its commit is under way
with marks as (
  select *
  from jsonb_to_recordset(cast(:#${body} as jsonb))
    as m (file bigint, "table" text, after bigint, line bigint, checksum bigint, rows bigint, rejected bigint, discards bigint)
), moved as (
  update cameleer.progress p
  set line = m.line,
      checksum = m.checksum,
      rows_loaded = p.rows_loaded + m.rows,
      rows_rejected = p.rows_rejected + m.rejected,
      values_discarded = p.values_discarded + m.discards
  from marks m
  where p.file_id = m.file and p.table_name = m."table" and p.line = m.after
  returning 1
), begun as (
  insert into cameleer.progress (file_id, table_name, line, checksum, rows_loaded, rows_rejected, values_discarded)
  select file, "table", line, checksum, rows, rejected, discards
  from marks
  where after = 0
  on conflict (file_id, table_name) do nothing
  returning 1
)
select (select count(*) from moved) + (select count(*) from begun)
