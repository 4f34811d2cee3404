-- The first of some names that nothing in the schema has: tables, views, indexes and sequences share them
select c.name
from unnest(cast(? as text[])) with ordinality as c (name, n)
where not exists (
  select 1 from pg_catalog.pg_class r
  join pg_catalog.pg_namespace s on s.oid = r.relnamespace
  where s.nspname = ? and r.relname = c.name)
order by c.n
limit 1
