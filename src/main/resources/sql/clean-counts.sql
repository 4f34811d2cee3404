-- What was counted of files that were loaded long ago, a few at a time, those that were found first before others
with discards as (
  delete from cameleer.discards d
  using (select distinct o.file_id from (select file_id from cameleer.discards order by file_id limit 5000) o) o, cameleer.files f
  where d.file_id = o.file_id and f.id = o.file_id and f.completed_at < now() - cast(? as integer) * interval '1 day'
)
delete from cameleer.rejects_not_kept n
using (select distinct o.file_id from (select file_id from cameleer.rejects_not_kept order by file_id limit 5000) o) o, cameleer.files f
where n.file_id = o.file_id and f.id = o.file_id and f.completed_at < now() - cast(? as integer) * interval '1 day'
