update cameleer.files
set state = 'pending', attempts = 0, claims = 0, next_attempt_at = now()
where bucket = ? and starts_with(key, ?)
  and (state in ('failed', 'vanished', 'incomplete') or state = 'pending' and (attempts > 0 or next_attempt_at > now()))
  and not exists (select 1 from cameleer.workers w where w.id = claimed_by and w.lease_until > clock_timestamp())
  and key like any (?) and ? in (0, sync_id)
