-- Where something came late the values are what all events of the user say; what is stored without its time is taken for
-- older than what comes. Without an index the events of all such users are read at once
update {table} u
set {recorded:{column} = coalesce(i.{column}, {dated:u.{column}, }s.{column}{undated:, u.{column}}), }{unrecorded:{column} = coalesce({dated:u.{column}, }s.{column}{undated:, u.{column}}), }{received:received_at = greatest(u.received_at, s.received_at), }{stamped:uuid_ts = s.uuid_ts, }id = s.id
from pg_temp.cameleer_users s{looked-up:
left join {indexed:lateral }(
  select {unindexed:l.id, }{recorded:(array_agg(e.{column} order by e.received_at desc, e.id desc) filter (where e.{column} is not null))[1] as {column}|, }
  from {identifies} e{indexed:
  where e.user_id = s.id) i on true}{unindexed:
  join pg_temp.cameleer_users l on {same-type:e.user_id = l.id}{other-type:cast(e.user_id as text) = cast(l.id as text)}
  where l.{late} is true
  group by l.id) i on i.id = s.id}}
where u.id = s.id and s.{late} is true
  and ({recorded:u.{column} is distinct from coalesce(i.{column}, {dated:u.{column}, }s.{column}{undated:, u.{column}}) or }{unrecorded:{cast}u.{column}{as-text} is distinct from {cast}coalesce({dated:u.{column}, }s.{column}{undated:, u.{column}}){as-text} or }{received:u.received_at is distinct from greatest(u.received_at, s.received_at) or }false)
returning s.{number} as n
