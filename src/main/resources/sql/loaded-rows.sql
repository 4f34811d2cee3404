-- How many rows of each file are in a table, or among the rejected ones
select file_id, table_name, rows_loaded + rows_rejected as rows from cameleer.progress where file_id = any(?)
