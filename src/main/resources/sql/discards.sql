-- Counts the values of each file that are not in their columns, by table, column and reason
insert into cameleer.discards as d (file_id, table_name, column_name, reason, values_discarded, example)
values (:#file, :#table, :#column, :#reason, :#values, :#example)
on conflict (file_id, table_name, column_name, reason) do update
set values_discarded = d.values_discarded + excluded.values_discarded
