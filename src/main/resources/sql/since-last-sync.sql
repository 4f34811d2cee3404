-- How long ago the last sync of these files began, in seconds by the clock of the database. One that could not go on, or
-- whose process was gone before its end, does not count
select extract(epoch from clock_timestamp() - max(started_at))
from cameleer.syncs
where bucket = ? and prefix = ? and ended_at is not null and error is null
