-- An empty table that somebody has made for events by hand: from now on it is one, whatever becomes of it
insert into cameleer.event_tables (table_name, table_oid)
values (?, ?)
on conflict (table_name) do update set table_oid = excluded.table_oid, since = now()
