-- The files that are not wholly loaded, each with what keeps it; those that somebody loads now with who that is
select key, state, attempts, coalesce(sync_id, 0) as sync, coalesce(error, '') as error,
  case when state <> 'pending' or next_attempt_at <= clock_timestamp() then ''
    else to_char(next_attempt_at at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS') end as next,
  coalesce(w.machine || ', process ' || w.process, '') as loading
from cameleer.files f
left join cameleer.workers w on w.id = f.claimed_by and w.lease_until > clock_timestamp()
where bucket = ? and starts_with(key, ?) and state not in ('complete', 'superseded')
order by f.id
limit ?
