-- Has files loaded once more from their start, each as a new row of its key; what is known of them stays. The ids that are
-- made for events without one come out the same, unless the content is another
with chosen as (
  select id, state
  from cameleer.files
  where id = any(?) and state <> 'superseded'
  for no key update
), before as (
  update cameleer.files f
  set state = 'superseded', error = 'loaded once more on demand'
  from chosen c
  where f.id = c.id and f.claimed_by is null
  returning f.id, bucket, key, etag, size, last_modified, version + case c.state when 'replaced' then 1 else 0 end as version
), marks as (
  delete from cameleer.progress p using before b where p.file_id = b.id
)
insert into cameleer.files (bucket, key, etag, size, last_modified, version)
select bucket, key, etag, size, last_modified, version from before
order by id
