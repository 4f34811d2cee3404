-- Makes known what storage lists: new objects, and those that are not as they were. Of the latter it will be seen, when they
-- are read, whether they still begin with what is loaded of them
with listed as (
  select * from jsonb_to_recordset(cast(:#${body} as jsonb))
    as o (key text, etag text, size bigint, "lastModified" timestamptz)
), added as (
  insert into cameleer.files (bucket, key, etag, size, last_modified)
  select :#${bean:storage.location}, key, etag, size, "lastModified"
  from listed
  where not exists (
    select 1 from cameleer.files f
    where f.bucket = :#${bean:storage.location} and f.key = listed.key and f.state <> 'superseded')
  order by key
  on conflict (bucket, key) where state <> 'superseded' do nothing
  returning id
), changed as (
  update cameleer.files f
  set etag = l.etag, size = l.size, last_modified = l."lastModified", changed_at = now(),
      state = 'pending', error = null, attempts = 0, claims = 0, next_attempt_at = now()
  from listed l
  where f.bucket = :#${bean:storage.location} and f.key = l.key and f.claimed_by is null
    and f.state <> 'superseded' and ((f.etag, f.size) <> (l.etag, l.size) or f.state = 'vanished')
  returning f.id
)
select (select count(*) from added) as added, (select count(*) from changed) as changed
