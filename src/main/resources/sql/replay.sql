-- Takes up rejected rows, in the transaction that loads them
update cameleer.rejected_rows
set replayed_at = now()
where id = any(cast(:#${header.CameleerRejectedRows} as bigint[])) and replayed_at is null
