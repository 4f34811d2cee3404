-- Whether somebody else makes an index of the table at this moment, another process or one that has ended meanwhile
select exists (
  select 1 from pg_catalog.pg_stat_progress_create_index
  where relid = to_regclass(?) and datname = current_database() and pid <> pg_backend_pid())
