-- Where nothing came late the values of the batch go over the stored ones
update {table} u
set {traits:{column} = coalesce(s.{column}, u.{column}), }{received:received_at = greatest(u.received_at, s.received_at), }{stamped:uuid_ts = s.uuid_ts, }id = s.id
from pg_temp.cameleer_users s
where u.id = s.id and s.{late} is not true
  and ({traits:{cast}u.{column}{as-text} is distinct from {cast}coalesce(s.{column}, u.{column}){as-text} or }{received:u.received_at is distinct from greatest(u.received_at, s.received_at) or }false)
returning s.{number} as n
