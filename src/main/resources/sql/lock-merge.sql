-- No other transaction merges into the table until this one ends
select pg_advisory_xact_lock(hashtextextended('cameleer ' || :#${body.name.qualified}, 0))
