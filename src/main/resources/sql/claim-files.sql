-- The files that are due next become a loader's, in order of discovery: some small ones at once, or a large one. Those that
-- somebody has are passed over; what this loader has already, behind the last one that it knows of, is given to it again,
-- since the answer to an earlier attempt may have been lost
with due as (
  select id, size
  from cameleer.files
  where bucket = :#${bean:storage.location} and starts_with(key, :#${bean:ledger?method=prefix})
    and state = 'pending' and next_attempt_at <= now() and id > :#${header.CameleerLastFile}
    and (claimed_by is null or claimed_by = cast(:#${bean:worker?method=id} as uuid) and claimed_by_loader = :#${header.CameleerLoader})
  order by id
  limit 20
  for no key update skip locked
), chosen as (
  select id from (
    select id, size, sum(size) over (order by id) as together from due) d
  where together = size or together <= 1048576
)
update cameleer.files f
set claimed_by = cast(:#${bean:worker?method=id} as uuid), claimed_by_loader = :#${header.CameleerLoader}, sync_id = :#${bean:syncs?method=id}
from chosen
where f.id = chosen.id
returning f.id, f.key, f.etag, f.size,
  to_char(f.last_modified at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as last_modified
