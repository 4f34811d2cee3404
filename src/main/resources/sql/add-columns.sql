alter table {table} {columns:add column if not exists {column} {type}|, }
