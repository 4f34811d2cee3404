select sync_id, file, table_name, column_name, reason, '' as sqlstate, values_discarded as times, 0 as first_line, example
from cameleer.discards_by_reason
