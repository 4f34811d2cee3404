-- Nobody is kept from writing meanwhile
create index concurrently if not exists {index} on {table} ({column})
