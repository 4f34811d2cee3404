-- A process that is held up within a transaction holds locks that would be waited for as long
select pg_terminate_backend(a.pid)
from pg_stat_activity a
join cameleer.workers w on a.application_name = 'cameleer ' || w.id
where a.usename = current_user and w.id = ?
