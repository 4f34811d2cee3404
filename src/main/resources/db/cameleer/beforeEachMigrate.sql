-- what holds for the transaction of a migration alone; migrations name their tables without the schema
set local search_path to ${flyway:defaultSchema}, pg_temp;
set local lock_timeout to '${lockTimeout}s';
