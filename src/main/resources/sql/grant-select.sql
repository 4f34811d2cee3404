-- Of a new table alone
{granted:grant select on table {table} to }{readers:{role}|, }
