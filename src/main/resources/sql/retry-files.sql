update cameleer.files
set state = 'pending', attempts = 0, next_attempt_at = now()
where bucket = ? and starts_with(key, ?)
  and (state = 'failed' or state = 'pending' and attempts > 0) and claimed_by is null
  and key like any (?) and ? in (0, sync_id)
