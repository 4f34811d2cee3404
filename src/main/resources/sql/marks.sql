-- Through which line of each file the rows of a table are loaded, and of those that were read to their end before the rows
-- of all tables (without a name); with the checksum of the text through that line. One that was never taken is -1, which no
-- text has. Not asked within the claim: what a statement sees may be older than what it comes upon
with asked as (
  select unnest(cast(? as bigint[])) as id
)
select file_id, table_name, line, checksum
from cameleer.progress
join asked on id = file_id
union all
select f.id, '', coalesce(through_line, 0), coalesce(through_checksum, -1)
from cameleer.files f
join asked on asked.id = f.id
where completed_at is not null
