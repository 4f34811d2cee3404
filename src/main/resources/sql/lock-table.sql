-- Its columns stay as they are until the transaction ends. It is locked as writing will lock it: reading it first and then
-- waiting to write is what a deadlock with a change of the table is made of. Somebody else's lock is
-- waited for only for a moment: there are other tables
set local lock_timeout = '1s';
lock table {table} in row exclusive mode;
select set_config('lock_timeout', cast(:#${properties:warehouse.lock-timeout} as text) || 's', true)
