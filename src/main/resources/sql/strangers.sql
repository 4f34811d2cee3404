-- What runs when a relation is read or written, and belongs to neither this user nor the owner of its schema or of the
-- database nor a superuser: functions, operators and types that its triggers, rules, policies, constraints, defaults and
-- indexes use, those of its partitions, its heirs and the relations behind a view included; and the relations that are so
-- reached. Objects that came with the server have no entry in pg_depend
with recursive trusted as (
  select o.oid from pg_catalog.pg_roles o where o.rolsuper or o.rolname = current_user
  union
  select n.nspowner from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = ?
  union
  select d.datdba from pg_catalog.pg_database d where d.datname = current_database()
), reached as (
  select cast(? as oid) as relation
  union
  select r.oid
  from reached t
  cross join lateral (
    select i.inhrelid as oid from pg_catalog.pg_inherits i where i.inhparent = t.relation
    union all
    select d.refobjid
    from pg_catalog.pg_rewrite w
    join pg_catalog.pg_depend d
      on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_catalog.pg_class'::regclass
    where w.ev_class = t.relation) r
), parts as (
  select 'pg_catalog.pg_class'::regclass as class, relation as oid from reached
  union all
  select 'pg_catalog.pg_trigger'::regclass, t.oid
  from reached join pg_catalog.pg_trigger t on t.tgrelid = relation and t.tgenabled <> 'D'
  union all
  select 'pg_catalog.pg_rewrite'::regclass, w.oid from reached join pg_catalog.pg_rewrite w on w.ev_class = relation
  union all
  select 'pg_catalog.pg_policy'::regclass, p.oid from reached join pg_catalog.pg_policy p on p.polrelid = relation
  union all
  select 'pg_catalog.pg_constraint'::regclass, k.oid from reached join pg_catalog.pg_constraint k on k.conrelid = relation
  union all
  select 'pg_catalog.pg_attrdef'::regclass, a.oid from reached join pg_catalog.pg_attrdef a on a.adrelid = relation
  union all
  select 'pg_catalog.pg_class'::regclass, i.indexrelid from reached join pg_catalog.pg_index i on i.indrelid = relation
  union all
  -- of the domains that its columns are of
  select 'pg_catalog.pg_constraint'::regclass, k.oid
  from reached
  join pg_catalog.pg_attribute a on a.attrelid = relation and a.attnum > 0 and not a.attisdropped
  join pg_catalog.pg_constraint k on k.contypid = a.atttypid and k.contypid <> 0
), used as (
  select p.class, p.oid, d.refclassid, d.refobjid,
         case d.refclassid
           when 'pg_catalog.pg_proc'::regclass then (select f.proowner from pg_catalog.pg_proc f where f.oid = d.refobjid)
           when 'pg_catalog.pg_type'::regclass then (select t.typowner from pg_catalog.pg_type t where t.oid = d.refobjid)
           else (
             select f.proowner
             from pg_catalog.pg_operator o
             join pg_catalog.pg_proc f on f.oid = o.oprcode
             where o.oid = d.refobjid)
         end as owner
  from parts p
  join pg_catalog.pg_depend d on d.classid = p.class and d.objid = p.oid
  where d.refclassid in ('pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_type'::regclass, 'pg_catalog.pg_operator'::regclass)
)
select distinct format('%s uses %s of %s', pg_describe_object(class, oid, 0), pg_describe_object(refclassid, refobjid, 0),
  pg_get_userbyid(owner)) as stranger
from used
where owner is not null and owner not in (select t.oid from trusted t)
union
select format('%s belongs to %s', pg_describe_object('pg_catalog.pg_class'::regclass, c.oid, 0), pg_get_userbyid(c.relowner))
from reached
join pg_catalog.pg_class c on c.oid = relation
where c.relowner not in (select t.oid from trusted t)
order by 1
