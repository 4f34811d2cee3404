-- What a broken attempt to make the index has left
drop index concurrently if exists {schema}.{index}
