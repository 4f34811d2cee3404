-- Takes files for a process and a sync, unless somebody has them or they are done; in order, so that two processes which
-- want the same ones do not wait for each other
with free as (
  select id
  from cameleer.files
  where id = any(?) and state = 'pending' and (claimed_by is null or claimed_by = ?)
  order by id
  for no key update
)
update cameleer.files f
set claimed_by = ?, sync_id = ?
from free
where f.id = free.id
returning f.id
