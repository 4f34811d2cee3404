-- One change of a schema after the other: IF NOT EXISTS alone does not keep two that make the same from an error. And how
-- long the transaction may take, of it alone. An index of the table that is being built would be waited for: it is tried again later
select pg_advisory_xact_lock(hashtextextended('cameleer schema', 0)),
  set_config('statement_timeout', cast(:#${properties:warehouse.statement-timeout} as text) || 's', true),
  set_config('lock_timeout', :#${properties:schema.lock-timeout}, true),
  set_config('idle_in_transaction_session_timeout', cast(:#${properties:warehouse.idle-in-transaction-timeout} as text) || 's', true),
  (select count(pg_cancel_backend(p.pid))
   from pg_catalog.pg_stat_progress_create_index p
   join pg_catalog.pg_stat_activity a on a.pid = p.pid
   where p.relid = to_regclass(:#${body.table.sql}) and a.application_name like 'cameleer%' and a.usename = current_user)
