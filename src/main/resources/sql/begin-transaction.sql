-- What every transaction begins with, so that statements mean the same whatever the role, the database or the server has
-- for its settings; for the transaction alone, so that a pooler's connection goes to the next one as it was. What has
-- waited for a lock must see what was committed meanwhile. In the search path are no objects that others could have put
-- there to be taken for PostgreSQL's own. Of encodings the driver sees to that of the connection, and would not live with
-- another
set transaction isolation level read committed, read write, not deferrable;
set local search_path to pg_catalog, pg_temp;
select
  set_config('datestyle', 'ISO, MDY', true),
  set_config('intervalstyle', 'postgres', true),
  set_config('timezone', 'UTC', true),
  set_config('extra_float_digits', '3', true),
  set_config('bytea_output', 'hex', true),
  set_config('xmloption', 'content', true),
  set_config('array_nulls', 'on', true),
  set_config('standard_conforming_strings', 'on', true),
  set_config('backslash_quote', 'safe_encoding', true),
  set_config('transform_null_equals', 'off', true),
  set_config('quote_all_identifiers', 'off', true),
  set_config('row_security', 'on', true),
  set_config('exit_on_error', 'off', true),
  set_config('statement_timeout', '{statement-timeout}s', true),
  set_config('lock_timeout', '{lock-timeout}s', true),
  set_config('idle_in_transaction_session_timeout', '{idle-timeout}s', true){since-17:,
  set_config('transaction_timeout', '0', true)}
