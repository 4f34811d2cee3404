-- Syncs of long ago, a few at a time; their tables go with them, their files stay
delete from cameleer.syncs
where id in (
  select s.id from cameleer.syncs s
  where s.started_at < now() - cast(? as integer) * interval '1 day' and s.state <> 'running'
  order by s.id
  limit 1000)
