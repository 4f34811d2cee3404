-- Of a new table, which nobody uses yet
{newIndexes:create index if not exists {index} on {table} ({column})|; }
