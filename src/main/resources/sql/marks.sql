-- Through which line of each file the rows of a table are loaded. Not asked within the claim: what a statement sees may be
-- older than what it comes upon
select file_id, table_name, line from cameleer.progress where file_id = any(?)
