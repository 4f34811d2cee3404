-- A table of the same columns, until the transaction ends; in PostgreSQL's own schema of temporary tables, so that no table
-- of the user's can be meant
create temporary table {stand-in} on commit drop as
select {columns:{column}|, } from {table} with no data
