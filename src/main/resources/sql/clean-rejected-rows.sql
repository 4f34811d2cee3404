-- Rejected rows of long ago that were replayed since, a few at a time; the others are nowhere else
delete from cameleer.rejected_rows r
using (select o.id from cameleer.rejected_rows o where o.replayed_at is not null order by o.id limit 5000) o
where r.id = o.id and r.replayed_at < now() - cast(? as integer) * interval '1 day'
