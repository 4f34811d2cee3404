-- Rejected lines of long ago, a few at a time, those of the files that were found first before others
delete from cameleer.rejects r
using (select o.file_id, o.line, o.rejected_at from cameleer.rejects o order by o.file_id, o.line limit 5000) o
where r.file_id = o.file_id and r.line = o.line and o.rejected_at < now() - cast(? as integer) * interval '1 day'
