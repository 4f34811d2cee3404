-- The tables that rejected rows are of; identifies comes before users, who are made of it
select distinct table_name
from (
  select r.table_name, r.message as reason, f.key as file, f.sync_id
  from cameleer.rejected_rows r
  join cameleer.files f on f.id = r.file_id
  where r.replayed_at is null) r
where {selected}
order by table_name
