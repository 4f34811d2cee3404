-- As many rejected rows of a table as a page may have, but no more of them than take up so many bytes
select * from (
  select p.*, sum(octet_length(cast(p.row as text))) over (order by id) as bytes, row_number() over (order by id) as n
  from (
    select * from (
      select r.id, r.file_id, r.line, r.table_name, r.row, r.columns, r.message as reason, f.key as file, f.sync_id
      from cameleer.rejected_rows r
      join cameleer.files f on f.id = r.file_id
      where r.replayed_at is null and r.table_name = :name and r.id > :after and r.id <= :last) c
    where {selected}
    order by id
    limit 1000) p) q
where n = 1 or bytes < 16777216
order by id
