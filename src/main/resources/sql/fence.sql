-- Whether this process still holds its lease, and what time it is; waits with nobody but one who ends the lease. The name
-- is for that one: should this process be held up here, its transaction can be found and ended.
select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
from cameleer.workers, set_config('application_name', 'cameleer ' || :#${bean:worker?method=id}, true)
where id = cast(:#${bean:worker?method=id} as uuid) and lease_until > clock_timestamp()
for key share of workers
