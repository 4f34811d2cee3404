-- Whether a table is one that was made for events, and still the same
select exists (select 1 from cameleer.event_tables where table_name = ? and table_oid = ?)
