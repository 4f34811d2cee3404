-- What this user may not do, though loading a table needs it: the statements that would allow it
with wanted as (
  select cast(? as text) as schema_name, cast(? as text) as table_name
), namespace as (
  select n.oid, n.nspname from wanted join pg_catalog.pg_namespace n on n.nspname = schema_name
), relation as (
  select c.oid, n.nspname, c.relname, c.relowner
  from wanted join namespace n on true join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = table_name
)
select format('grant create on database %I to %I', current_database(), current_user)
where not exists (select from namespace) and not has_database_privilege(current_database(), 'create')
union all
select format('grant usage, create on schema %I to %I', nspname, current_user)
from namespace
where not has_schema_privilege(oid, 'usage') or not has_schema_privilege(oid, 'create')
union all
select format('grant %s on table %I.%I to %I', string_agg(p, ', '), nspname, relname, current_user)
from relation cross join unnest(array['select', 'insert', 'update']) p
where not has_table_privilege(oid, p)
group by nspname, relname
union all
-- only an owner adds columns; with a role that is granted would come all that its members can make run
select format('alter table %I.%I owner to %I', nspname, relname, current_user)
from relation
where not pg_has_role(relowner, 'usage')
