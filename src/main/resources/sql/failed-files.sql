select key, attempts, coalesce(sync_id, 0) as sync, error,
  case state when 'failed' then '' else to_char(next_attempt_at at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS') end as next
from cameleer.files
where bucket = ? and starts_with(key, ?)
  and (state = 'failed' or state = 'pending' and attempts > 0) and claimed_by is null
order by id
