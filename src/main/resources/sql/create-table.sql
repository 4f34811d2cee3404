-- Its columns are added next, as to one that another process has made at this moment. An index of ours that has its name
-- gets another one. The ledger knows whose it is: a table that somebody else makes at this moment is left alone, and
-- looked at when this is tried again
{displaced:alter index {table} rename to {index}; }{new:create table if not exists {table} ();
insert into cameleer.event_tables (table_name, table_oid)
select {name}, c.oid from pg_catalog.pg_class c where c.oid = to_regclass({literal}) and age(c.xmin) = 0
on conflict (table_name) do update set table_oid = excluded.table_oid, since = now();
select set_config('cameleer.table', {literal}, true);
do $mine$
begin
  if not exists (
    select 1 from cameleer.event_tables where table_oid = cast(current_setting('cameleer.table') as regclass)) then
    raise 'table % was made by somebody else at this moment', current_setting('cameleer.table') using errcode = '42P07';
  end if;
end $mine$}
