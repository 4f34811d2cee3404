-- The indexes of a table that begin with a column, those included that a broken attempt has left
select c.relname as name, i.indisvalid as valid
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
where i.indrelid = to_regclass(?) and a.attname = ? and i.indpred is null
