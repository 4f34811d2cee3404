-- Of a table with partitions, without those yet: it is of use when each partition's own index is attached to it. Who writes
-- is held up for a moment, and no longer than this
set local lock_timeout = '2s';
create index {index} on only {table} ({column})
