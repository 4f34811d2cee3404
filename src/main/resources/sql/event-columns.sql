select column_name from cameleer.event_columns where table_name = ?
