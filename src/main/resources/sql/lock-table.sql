-- Its columns stay as they are until the transaction ends. It is locked as writing will lock it: reading it first and then
-- waiting to write is what a deadlock with a change of the table is made of
lock table {table} in row exclusive mode
