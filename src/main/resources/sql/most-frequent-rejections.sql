select *
from (
{rejections}) r
where {selected}
order by times desc, file, table_name, column_name, reason
limit :limit
