select count(*) as files, coalesce(sum(size), 0) as bytes
from cameleer.files
where bucket = ? and starts_with(key, ?) and state = 'pending' and claimed_by is null and next_attempt_at <= now()
