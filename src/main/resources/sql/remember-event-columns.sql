insert into cameleer.event_columns (table_name, column_name)
select ?, unnest(?)
on conflict do nothing
