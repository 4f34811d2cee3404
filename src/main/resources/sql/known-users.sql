-- Which of some users of the batch, by their number, are in the table already
select s.{number} as n
from pg_temp.cameleer_users s
where s.{number} = any(cast(:#${body.numbersWithDiscards} as integer[]))
  and exists (select 1 from {table} u where u.id = s.id)
