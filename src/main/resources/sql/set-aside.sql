-- Files on which one process after the other has died are given up, so that the others are loaded; not those of which the
-- last one had loaded some more
update cameleer.files f
set state = 'failed', attempts = attempts + 1, claims = 0, error = ?
where bucket = ? and starts_with(key, ?) and state = 'pending' and claimed_by is null and claims >= 3
  and claimed_at_mark is not distinct from (select sum(line) from cameleer.progress p where p.file_id = f.id)
returning key
