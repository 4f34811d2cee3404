-- The files that are due next become a loader's, in order of discovery: some small ones at once, or a large one. Those that
-- somebody has are passed over; what this loader has already, behind the last one that it knows of, is given to it again,
-- since the answer to an earlier attempt may have been lost. A file whose process has died is claimed alone, and by the first
-- loader, so that its neighbours are not blamed for it; after the third time it is claimed no more,
-- unless the last one had loaded some more of it
with due as (
  select id, case when claims > 0 and claimed_by is null then 1048577 else size end as size
  from cameleer.files f
  where bucket = :#${bean:storage.location} and starts_with(key, :#${bean:ledger?method=prefix})
    and state = 'pending' and next_attempt_at <= now() and id > :#${header.CameleerLastFile}
    and (claimed_by is null and (claims = 0 or :#${header.CameleerLoader} = 0 and (
        claims < 3 or claimed_at_mark is distinct from (select sum(line) from cameleer.progress p where p.file_id = f.id)))
      or claimed_by = cast(:#${bean:worker?method=id} as uuid) and claimed_by_loader = :#${header.CameleerLoader})
  order by id
  limit 20
  for no key update skip locked
), chosen as (
  select id, (select sum(line) from cameleer.progress p where p.file_id = id) as mark
  from (
    select id, size, sum(size) over (order by id) as together from due) d
  where together = size or together <= 1048576
)
update cameleer.files f
set claimed_by = cast(:#${bean:worker?method=id} as uuid), claimed_by_loader = :#${header.CameleerLoader}, sync_id = :#${bean:syncs?method=id},
  claims = claims + case when claimed_by is null then 1 else 0 end,
  claimed_at_mark = mark,
  attempts = attempts + case when claimed_by is null and claims > 0 then 1 else 0 end
from chosen
where f.id = chosen.id
returning f.id, f.key, f.etag, f.size,
  to_char(f.last_modified at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as last_modified, f.version, f.claims
