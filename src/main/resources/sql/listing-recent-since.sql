-- From which day on the folders of days are to be listed: yesterday, in UTC; blank if the listing is a whole one
select case when whole_due_at <= begun_at then '' else to_char(begun_at at time zone 'UTC' - interval '1 day', 'YYYY-MM-DD') end
from cameleer.discoveries
where bucket = ? and prefix = ?
