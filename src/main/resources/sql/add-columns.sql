-- A column that is there already becomes wider where a setting says so
alter table {table} {columns:{added:add column if not exists {column} {type}}{widened:alter column {column} type {type}}|, }
