select sync_id, file, table_name, '' as column_name, reason, coalesce(sqlstate, '') as sqlstate, rejects as times,
  first_line, example
from cameleer.rejects_by_reason
where table_name is not null
