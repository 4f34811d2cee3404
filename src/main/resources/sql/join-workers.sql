insert into cameleer.workers (id, machine, process, process_start, lease_until)
values (?, ?, ?, ?, clock_timestamp() + ? * interval '1 second')
