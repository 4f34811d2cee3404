-- The partitions of a table, one level down
select n.nspname, c.relname
from pg_catalog.pg_inherits i
join pg_catalog.pg_class c on c.oid = i.inhrelid and c.relkind in ('r', 'p')
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where i.inhparent = to_regclass(?)
order by 1, 2
