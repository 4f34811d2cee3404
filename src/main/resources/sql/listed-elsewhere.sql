-- Whether another process, which lives, lists the files
select exists (
  select 1
  from cameleer.discoveries d
  join cameleer.workers w on w.id = d.worker_id
  where d.bucket = ? and d.prefix = ? and w.id <> ? and w.lease_until > clock_timestamp())
