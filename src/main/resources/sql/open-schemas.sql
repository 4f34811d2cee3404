-- The schemas among some in which everybody may create things: functions and operators, too
select n.nspname
from pg_catalog.pg_namespace n
cross join lateral aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
where n.nspname in ('public', ?) and a.grantee = 0 and a.privilege_type = 'CREATE'
order by 1
