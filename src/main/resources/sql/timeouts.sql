-- How long the transaction may take, of it alone
select set_config('statement_timeout', cast(:#${properties:warehouse.statement-timeout} as text) || 's', true),
  set_config('lock_timeout', cast(:#${properties:warehouse.lock-timeout} as text) || 's', true),
  set_config('idle_in_transaction_session_timeout', cast(:#${properties:warehouse.idle-in-transaction-timeout} as text) || 's', true)
