-- Files of which something is loaded, and that nobody is loading: what the command reload is about
select f.id, f.key, f.state, coalesce(f.lines, (select max(p.line) from cameleer.progress p where p.file_id = f.id), 0) as lines
from cameleer.files f
where f.bucket = ? and starts_with(f.key, ?) and f.key like any (?)
  and f.state not in ('superseded', 'vanished') and f.claimed_by is null
  and (f.completed_at is not null or exists (select 1 from cameleer.progress p where p.file_id = f.id))
order by f.id
