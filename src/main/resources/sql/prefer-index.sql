-- Where there is an index each row of the batch is looked up in it: a join that reads the table would cost as much as the
-- table is large
select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
