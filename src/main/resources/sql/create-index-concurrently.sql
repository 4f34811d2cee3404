-- Nobody is kept from writing meanwhile
create index concurrently {index} on {table} ({column})
