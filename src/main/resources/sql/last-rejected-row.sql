select coalesce(max(id), 0) from cameleer.rejected_rows
