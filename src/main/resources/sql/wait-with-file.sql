-- The file is tried again after a pause: that somebody holds a lock on one of its tables is no failed attempt
update cameleer.files
set claimed_by = null, claimed_by_loader = null, error = ?, next_attempt_at = now() + ? * interval '1 second'
where id = ? and claimed_by = ?
