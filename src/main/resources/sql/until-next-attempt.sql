-- In what time, in seconds, the first of the files is due that nobody loads
select extract(epoch from min(next_attempt_at) - clock_timestamp())
from cameleer.files
where bucket = ? and starts_with(key, ?) and state = 'pending' and claimed_by is null
