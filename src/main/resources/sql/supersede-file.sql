-- The object has other content than what was loaded of it. What is known of that stays, and the new content is a file of its
-- own, to be loaded from its start
with before as (
  update cameleer.files
  set claimed_by = null, claimed_by_loader = null, claims = 0, state = 'superseded', error = ?
  where id = ? and claimed_by = ?
  returning id, bucket, key, etag, size, last_modified, version
), marks as (
  delete from cameleer.progress p using before b where p.file_id = b.id
)
insert into cameleer.files (bucket, key, etag, size, last_modified, version)
select bucket, key, etag, size, last_modified, version + 1 from before
