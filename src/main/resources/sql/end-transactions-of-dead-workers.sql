select pg_terminate_backend(a.pid)
from pg_stat_activity a
join cameleer.workers w on a.application_name = 'cameleer ' || w.id
where a.usename = current_user and w.lease_until <= clock_timestamp()
