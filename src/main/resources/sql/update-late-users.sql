-- Where something came late the values are what all events of the user say; what is stored without its time is taken for
-- older than what comes
update {table} u
set {recorded:{column} = coalesce(i.{column}, {dated:u.{column}, }s.{column}{undated:, u.{column}}), }{unrecorded:{column} = coalesce({dated:u.{column}, }s.{column}{undated:, u.{column}}), }{received:received_at = greatest(u.received_at, s.received_at), }{stamped:uuid_ts = s.uuid_ts, }id = s.id
from pg_temp.cameleer_users s{looked-up:
left join lateral (
  select {recorded:(array_agg(e.{column} order by e.received_at desc, e.id desc) filter (where e.{column} is not null))[1] as {column}|, }
  from {identifies} e
  where {same-type:e.user_id = s.id}{other-type:cast(e.user_id as text) = cast(s.id as text)}) i on true}
where u.id = s.id and s.cameleer_late is true
  and ({recorded:u.{column} is distinct from coalesce(i.{column}, {dated:u.{column}, }s.{column}{undated:, u.{column}}) or }{unrecorded:{cast}u.{column}{as-text} is distinct from {cast}coalesce({dated:u.{column}, }s.{column}{undated:, u.{column}}){as-text} or }{received:u.received_at is distinct from greatest(u.received_at, s.received_at) or }false)
