select id, key, etag, size, to_char(last_modified at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as last_modified
from cameleer.files
where bucket = ? and starts_with(key, ?) and id > ? and state = 'pending' and claimed_by is null and next_attempt_at <= now()
order by id
limit ?
