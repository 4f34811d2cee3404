-- The file is tried again after a pause that doubles each time, a little at random; unless it was the last time
update cameleer.files
set claimed_by = null, claimed_by_loader = null, claims = 0, error = ?, attempts = attempts + 1,
  state = case when attempts + 1 >= ? then 'failed' else state end,
  next_attempt_at = now()
    + least(3600, ? * power(2, least(attempts, 20))) * (0.9 + 0.2 * random()) * interval '1 second'
where id = ? and claimed_by = ?
returning state = 'failed'
