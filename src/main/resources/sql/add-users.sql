-- A user whose id is none of the column's type is not known by it again: he stays in identifies and the discards
insert into {table} ({added:{column}|, })
select {added:{column}|, }
from pg_temp.cameleer_users s
where s.id is not null and not exists (select 1 from {table} u where u.id = s.id)
