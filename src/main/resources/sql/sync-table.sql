insert into cameleer.sync_tables (sync_id, table_name, rows_mapped, rows_loaded, rows_replaced, rows_repeated,
  rows_skipped, rows_rejected, rows_held_back, values_discarded, columns_added, error)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict do nothing
