-- A table of the same columns, until the transaction ends, and where rows may replace others one more for which of their
-- values are discards; in PostgreSQL's own schema of temporary tables, so that no table of the user's can be meant. Its rows
-- are numbered in the order in which they come
create temporary table {stand-in} on commit drop as
select {own:{column}|, }{marked:, cast(null as text) as {unheld}} from {table} with no data;
alter table {stand-in} add column {number} integer generated always as identity
