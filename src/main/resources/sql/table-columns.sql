-- The columns of a table in its own order, domains traced to the type they are made of; one row without a name for a table
-- without columns. Beside what it is: whether its owner is this user, the owner of its schema or of the database, or a
-- superuser; whether anything is run when it is written to; and whether it holds no rows yet and asks for no value
with recursive found as (
  select c.oid, c.relkind, c.relnatts, pg_has_role(c.relowner, 'usage') as owned, row_security_active(c.oid) as secured,
         pg_get_userbyid(c.relowner) as owner,
         c.relowner = n.nspowner
           or exists (select 1 from pg_catalog.pg_roles o where o.oid = c.relowner and (o.rolsuper or o.rolname = current_user))
           or exists (select 1 from pg_catalog.pg_database d where d.datname = current_database() and d.datdba = c.relowner) as trusted,
         c.relkind <> 'r' or c.relhastriggers or c.relhasrules or c.relhassubclass or c.relchecks > 0 or c.relrowsecurity
           or exists (
             select 1 from pg_catalog.pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and (a.atthasdef or a.atttypid >= 16384))
           or exists (
             select 1 from pg_catalog.pg_index i
             where i.indrelid = c.oid and (i.indexprs is not null or i.indpred is not null)) as runs,
         c.relkind in ('r', 'p')
           and not exists (
             select 1 from pg_catalog.pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attnotnull)
           and 0 = (
             with recursive parts as (
               select c.oid as part
               union
               select i.inhrelid from parts join pg_catalog.pg_inherits i on i.inhparent = parts.part)
             select coalesce(sum(pg_relation_size(part)), 0) from parts) as blank
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
       f.oid, f.relkind, f.relnatts as attributes, f.owned, f.secured, f.owner, f.trusted, f.runs, f.blank
from found f
left join resolved r on true
order by r.attnum
