-- The types that standard columns have in the tables of events of a namespace: that of the most tables, if several. Tables
-- of others may have columns of these names, too. The id of a user is no id of an event
select distinct on (t.attname) t.attname, t.typname, t.sql_type, t.modifier
from (
  select a.attname, y.typname, format_type(a.atttypid, a.atttypmod) as sql_type, a.atttypmod as modifier, count(*) as tables
  from pg_catalog.pg_namespace n
  join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p')
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_catalog.pg_type y on y.oid = a.atttypid
    and y.typnamespace = 'pg_catalog'::regnamespace and y.typtype = 'b' and y.typcategory <> 'A'
  where n.nspname = ? and a.attname = any(?)
    and a.attgenerated = '' and a.attidentity = ''
    and not (c.relname = 'users' and a.attname = 'id')
    and 3 = (
      select count(*) from pg_catalog.pg_attribute e
      where e.attrelid = c.oid and e.attname in ('id', 'received_at', 'uuid_ts') and e.attnum > 0 and not e.attisdropped)
  group by a.attname, y.typname, sql_type, a.atttypmod) t
order by t.attname, t.tables desc, t.sql_type
