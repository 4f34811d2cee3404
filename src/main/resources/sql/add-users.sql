insert into {table} ({added:{column}|, })
select {added:{column}|, }
from pg_temp.cameleer_users s
where not exists (select 1 from {table} u where u.id = s.id)
