-- What keeps columns of a table from becoming numeric, in PostgreSQL's words: what is made of the column, and would have to
-- be dropped before and made again; or that the table is not ours
with wanted as (
  select a.attrelid, a.attnum, a.attname, a.attinhcount, c.relowner
  from pg_catalog.pg_namespace n
  join pg_catalog.pg_class c on c.relnamespace = n.oid
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and not a.attisdropped
  where n.nspname = ? and c.relname = ? and a.attname = any(?)
), dependent as (
  select w.attname, w.attrelid, w.attnum, d.classid, d.objid, d.objsubid
  from wanted w
  join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::regclass
    and d.refobjid = w.attrelid and d.refobjsubid = w.attnum
)
select d.attname, pg_describe_object('pg_catalog.pg_class'::regclass, r.ev_class, 0) as obstacle
from dependent d
join pg_catalog.pg_rewrite r on d.classid = 'pg_catalog.pg_rewrite'::regclass and r.oid = d.objid
union
select d.attname, pg_describe_object(d.classid, d.objid, d.objsubid)
from dependent d
where d.classid in ('pg_catalog.pg_trigger'::regclass, 'pg_catalog.pg_policy'::regclass)
   or d.classid = 'pg_catalog.pg_constraint'::regclass
     and (select k.contype = 'f' from pg_catalog.pg_constraint k where k.oid = d.objid)
   or d.classid = 'pg_catalog.pg_class'::regclass and d.objid = d.attrelid and d.objsubid not in (0, d.attnum)
   or d.classid = 'pg_catalog.pg_attrdef'::regclass
     and (select e.adnum <> d.attnum from pg_catalog.pg_attrdef e where e.oid = d.objid)
union
select w.attname, 'its place in the partition key'
from wanted w
join pg_catalog.pg_partitioned_table p on p.partrelid = w.attrelid and w.attnum = any(p.partattrs)
union
select attname, 'the table that it is inherited from' from wanted where attinhcount > 0
union
select attname, 'that the table belongs to ' || pg_get_userbyid(relowner)
from wanted where not pg_has_role(relowner, 'usage')
