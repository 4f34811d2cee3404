-- Makes known what storage lists: new objects, and those that are not as they were
with listed as (
  select * from jsonb_to_recordset(cast(:#${body} as jsonb))
    as o (key text, etag text, size bigint, "lastModified" timestamptz)
), added as (
  insert into cameleer.files (bucket, key, etag, size, last_modified)
  select :#${bean:storage.location}, key, etag, size, "lastModified"
  from listed
  where not exists (
    select 1 from cameleer.files f where f.bucket = :#${bean:storage.location} and f.key = listed.key)
  order by key
  on conflict (bucket, key) do nothing
  returning id
), renewed as (
  -- nothing of these is loaded yet, so that the new content takes the place of the old
  update cameleer.files f
  set etag = l.etag, size = l.size, last_modified = l."lastModified"
  from listed l
  where f.bucket = :#${bean:storage.location} and f.key = l.key and (f.etag, f.size) <> (l.etag, l.size)
    and f.state = 'pending' and f.claimed_by is null
    and not exists (select 1 from cameleer.progress p where p.file_id = f.id)
  returning f.id
), resumed as (
  -- of these the end was missing: read again, behind what is loaded
  update cameleer.files f
  set etag = l.etag, size = l.size, last_modified = l."lastModified",
      state = 'pending', error = null, attempts = 0, next_attempt_at = now()
  from listed l
  where f.bucket = :#${bean:storage.location} and f.key = l.key and (f.etag, f.size) <> (l.etag, l.size) and f.state = 'incomplete'
  returning f.id
), changed as (
  update cameleer.files f
  set changed_at = now(), changed_etag = l.etag
  from listed l
  where f.bucket = :#${bean:storage.location} and f.key = l.key and (f.etag, f.size) <> (l.etag, l.size)
    and f.changed_etag is distinct from l.etag
    and f.id not in (select id from renewed union all select id from resumed)
    and (f.state in ('complete', 'failed') or exists (select 1 from cameleer.progress p where p.file_id = f.id))
    and f.state <> 'incomplete'
  returning f.key
)
select (select count(*) from added) as added,
       (select count(*) from resumed) as resumed,
       (select array_to_string(array_agg(key order by key), ', ') from changed) as changed
