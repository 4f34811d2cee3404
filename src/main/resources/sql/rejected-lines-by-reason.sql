select sync_id, file, '' as table_name, '' as column_name, reason, '' as sqlstate, rejects as times, first_line, example
from cameleer.rejects_by_reason
where table_name is null
