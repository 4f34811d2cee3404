-- What was discarded of rows that are replaced goes with them
delete from {discards} d
using unnest(cast(:#${body.ids} as text[])) r (id)
where d.row_id = r.id and d.table_name = :#${body.owner.table}
