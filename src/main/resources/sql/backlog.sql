-- What is left to do of these files, and what came of the last sync
select
  waiting.files,
  waiting.lag,
  extract(epoch from last.ended_at) as ended_at,
  case last.state when 'done' then 1 when 'failed' then 0 end as success
from (
  select count(*) as files, coalesce(extract(epoch from clock_timestamp() - min(last_modified)), 0) as lag
  from cameleer.files
  where bucket = :#${bean:storage.location} and starts_with(key, :#${bean:ledger?method=prefix}) and state = 'pending') as waiting
left join (
  select ended_at, state from cameleer.syncs
  where bucket = :#${bean:storage.location} and prefix = :#${bean:ledger?method=prefix} and ended_at is not null
  order by id desc limit 1) as last on true
