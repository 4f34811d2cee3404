-- A new table that is published from its beginning: without it no row of it could be replaced
{new:select set_config('cameleer.table', {literal}, true);
do $identify$
begin
  if exists (
    select 1 from pg_catalog.pg_publication_tables t
    join pg_catalog.pg_publication p on p.pubname = t.pubname
    join pg_catalog.pg_namespace n on n.nspname = t.schemaname
    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = t.tablename
    where (p.pubupdate or p.pubdelete) and c.oid = cast(current_setting('cameleer.table') as regclass)) then
    execute format('alter table %s replica identity full', cast(current_setting('cameleer.table') as regclass));
  end if;
end $identify$}
