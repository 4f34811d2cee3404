select a.attname, t.typname, format_type(a.atttypid, a.atttypmod) as sql_type, a.atttypmod,
       a.attgenerated <> '' or a.attidentity <> '' as generated,
       exists (
         select 1 from pg_catalog.pg_index i
         where i.indrelid = c.oid and i.indisvalid and i.indpred is null and i.indkey[0] = a.attnum) as indexed
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type t on t.oid = a.atttypid
where n.nspname = ? and c.relname = ?
