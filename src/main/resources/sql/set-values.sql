-- The values to be tried, for the transaction
select set_config('cameleer.values', cast(cast(? as text[]) as text), true)
