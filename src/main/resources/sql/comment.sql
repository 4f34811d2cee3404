-- What a new table and new columns are made from, in the sender's own words, and since when they are there
{commented:comment on table {table} is {comment}; }{comments:comment on column {table}.{column} is {comment}|; }
