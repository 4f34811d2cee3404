-- One change of a schema after the other: IF NOT EXISTS alone does not keep two that make the same from an error. And how
-- long the transaction may take, of it alone
select pg_advisory_xact_lock(hashtextextended('cameleer schema', 0)),
  set_config('statement_timeout', cast(:#${properties:warehouse.statement-timeout} as text) || 's', true),
  set_config('lock_timeout', :#${properties:schema.lock-timeout}, true),
  set_config('idle_in_transaction_session_timeout', cast(:#${properties:warehouse.idle-in-transaction-timeout} as text) || 's', true)
