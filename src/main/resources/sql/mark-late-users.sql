-- The users of whom an event came late, or two at the same time; with what their events say, but not the rows made of these
update pg_temp.cameleer_users s
set {late} = s.{oldest} is null
  or exists (select 1 from {table} u where u.id = s.id{dated: and s.{oldest} <= u.received_at}){taken-over:, {column} = i.{column}}
{taking-over:from pg_temp.cameleer_users k
left join {indexed:lateral }(
  select {unindexed:l.id, }{taken-over:(array_agg(e.{column} order by e.received_at desc, e.id desc) filter (where e.{column} is not null))[1] as {column}|, }
  from {identifies} e{indexed:
  where e.user_id = k.id) i on true}{unindexed:
  join pg_temp.cameleer_users l on {same-type:e.user_id = l.id}{other-type:cast(e.user_id as text) = cast(l.id as text)}
  group by l.id) i on i.id = k.id}
where s.ctid = k.ctid}{only-marking:where s.{oldest} is null
  or exists (select 1 from {table} u where u.id = s.id{dated: and s.{oldest} <= u.received_at})}
