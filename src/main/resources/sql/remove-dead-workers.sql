delete from cameleer.workers where lease_until <= clock_timestamp()
