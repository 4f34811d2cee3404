update cameleer.workers
set lease_until = clock_timestamp() + ? * interval '1 second'
where id = ? and lease_until > clock_timestamp()
