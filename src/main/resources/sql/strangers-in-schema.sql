-- What in a schema belongs to neither this user nor the owner of the schema or of the database nor a superuser, and could be
-- met by loading: relations, functions that triggers run, and the schema itself if everybody may create things in it
with namespace as (
  select n.oid, n.nspname, n.nspowner from pg_catalog.pg_namespace n where n.nspname = ?
), trusted as (
  select o.oid from pg_catalog.pg_roles o where o.rolsuper or o.rolname = current_user
  union
  select nspowner from namespace
  union
  select d.datdba from pg_catalog.pg_database d where d.datname = current_database()
)
select format('table %I of %s', c.relname, pg_get_userbyid(c.relowner)) as stranger
from namespace n
join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v', 'm', 'f')
where c.relowner not in (select t.oid from trusted t)
union
select format('trigger %I on table %I, which runs %s of %s', g.tgname, c.relname, cast(f.oid as regprocedure), pg_get_userbyid(f.proowner))
from namespace n
join pg_catalog.pg_class c on c.relnamespace = n.oid
join pg_catalog.pg_trigger g on g.tgrelid = c.oid and not g.tgisinternal
join pg_catalog.pg_proc f on f.oid = g.tgfoid
where f.proowner not in (select t.oid from trusted t)
union
select format('rule %I on table %I of %s', w.rulename, c.relname, pg_get_userbyid(c.relowner))
from namespace n
join pg_catalog.pg_class c on c.relnamespace = n.oid
join pg_catalog.pg_rewrite w on w.ev_class = c.oid and w.rulename <> '_RETURN'
where c.relowner not in (select t.oid from trusted t)
union
select format('function %s of %s', cast(f.oid as regprocedure), pg_get_userbyid(f.proowner))
from namespace n
join pg_catalog.pg_proc f on f.pronamespace = n.oid
where f.proowner not in (select t.oid from trusted t)
order by 1
