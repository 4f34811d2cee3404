-- What is left to do of this bucket, and what came of the last sync
select
  (select count(*) from cameleer.files where bucket = :#${properties:storage.bucket} and state = 'pending') as files,
  (select coalesce(extract(epoch from clock_timestamp() - min(last_modified)), 0) from cameleer.files
   where bucket = :#${properties:storage.bucket} and state = 'pending') as lag,
  extract(epoch from last.ended_at) as ended_at,
  case last.state when 'done' then 1 when 'failed' then 0 end as success
from (select 1) as always
left join (
  select ended_at, state from cameleer.syncs
  where bucket = :#${properties:storage.bucket} and prefix = :#${properties:storage.prefix} and ended_at is not null
  order by id desc limit 1) as last on true
