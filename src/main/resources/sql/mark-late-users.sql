-- The users of whom an event came late, or two at the same time
update pg_temp.cameleer_users s
set cameleer_late = true
where s.cameleer_oldest is null
  or exists (select 1 from {table} u where u.id = s.id{dated: and s.cameleer_oldest <= u.received_at})
