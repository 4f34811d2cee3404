-- Whether rejected rows are taken up already: a commit may be done though the answer to it was lost
select not exists (
  select 1 from cameleer.rejected_rows
  where id = any(cast(:#${header.CameleerRejectedRows} as bigint[])) and replayed_at is null)
