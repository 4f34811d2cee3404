-- The columns of a table in its own order, domains traced to the type they are made of; one row without a name for a table without columns
with recursive found as (
  select c.oid, c.relkind, c.relnatts, pg_has_role(c.relowner, 'usage') as owned, row_security_active(c.oid) as secured
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = ? and c.relname = ?
), typed as (
  select a.attnum, a.attname, a.atttypid as type, a.atttypmod as modifier, false as domain,
         format_type(a.atttypid, a.atttypmod) as sql_type,
         a.attgenerated <> '' or a.attidentity <> '' as generated,
         exists (
           select 1 from pg_catalog.pg_index i
           where i.indrelid = f.oid and i.indisvalid and i.indpred is null and i.indkey[0] = a.attnum) as indexed
  from found f
  join pg_catalog.pg_attribute a on a.attrelid = f.oid and a.attnum > 0 and not a.attisdropped
  union all
  select d.attnum, d.attname, t.typbasetype, t.typtypmod, true, d.sql_type, d.generated, d.indexed
  from typed d
  join pg_catalog.pg_type t on t.oid = d.type and t.typtype = 'd'
), resolved as (
  select d.*, e.oid as element,
         case when t.typnamespace = 'pg_catalog'::regnamespace then t.typname else '' end as typname,
         case when e.typnamespace = 'pg_catalog'::regnamespace then e.typname else '' end as element_name
  from typed d
  join pg_catalog.pg_type t on t.oid = d.type and t.typtype <> 'd'
  left join pg_catalog.pg_type e on e.oid = t.typelem and t.typcategory = 'A'
)
select r.attname, r.typname, r.sql_type, r.modifier, r.generated, r.domain, r.indexed,
       r.element_name, format_type(r.element, r.modifier) as element_sql,
       f.relkind, f.relnatts as attributes, f.owned, f.secured
from found f
left join resolved r on true
order by r.attnum
