insert into cameleer.progress as p (file_id, table_name, line, rows_loaded, values_discarded)
values (:#file, :#table, :#line, :#rows, :#discards)
on conflict (file_id, table_name) do update
set line = excluded.line,
    rows_loaded = p.rows_loaded + excluded.rows_loaded,
    values_discarded = p.values_discarded + excluded.values_discarded
