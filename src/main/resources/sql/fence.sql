-- Whether this process still holds its lease, and what time it is; waits with nobody but one who ends the lease. All that is
-- set is of this transaction alone, so that a pooler's connection goes to the next one as it was: how long things may take,
-- and a name by which one who ends the lease can find and end the transaction, should this process be held up in it.
select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
from cameleer.workers as w,
  set_config('application_name', 'cameleer ' || :#${bean:worker?method=id}, true) as name,
  set_config('statement_timeout', cast(:#${properties:warehouse.statement-timeout} as text) || 's', true) as statement,
  set_config('lock_timeout', cast(:#${properties:warehouse.lock-timeout} as text) || 's', true) as lock,
  set_config('idle_in_transaction_session_timeout', cast(:#${properties:warehouse.idle-in-transaction-timeout} as text) || 's', true) as idle
where id = cast(:#${bean:worker?method=id} as uuid) and lease_until > clock_timestamp()
for key share of w
