-- Takes up rejected rows, in the transaction that loads them
update cameleer.rejected_rows
set replayed_at = now()
where id = any(cast(:#${exchangeProperty.rejected.ids} as bigint[])) and replayed_at is null
