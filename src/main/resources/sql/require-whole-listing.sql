-- The next listing is to be a whole one. One that is under way does not do: it may have passed what is asked for
insert into cameleer.discoveries (bucket, prefix) values (?, ?)
on conflict (bucket, prefix) do update set whole_due_at = clock_timestamp()
