select coalesce(sum(times), 0) as total, count(*) as kinds
from (
{rejections}) r
where {selected}
