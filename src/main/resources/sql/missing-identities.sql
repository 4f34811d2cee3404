-- Tables of a schema that are published with their changes, though nothing tells subscribers which row was changed: the
-- statements that mend it
select format('alter table %I.%I replica identity full', n.nspname, c.relname)
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = ? and (c.relreplident = 'n' or c.relreplident = 'd' and not exists (
    select 1 from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisprimary))
  and exists (
    select 1 from pg_catalog.pg_publication_tables t
    join pg_catalog.pg_publication p on p.pubname = t.pubname
    where t.schemaname = n.nspname and t.tablename = c.relname and (p.pubupdate or p.pubdelete))
order by 1
