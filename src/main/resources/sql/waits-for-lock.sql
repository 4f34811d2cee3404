-- Whether a process of the server waits for others
select coalesce(wait_event_type = 'Lock', false) from pg_catalog.pg_stat_activity where pid = ?
