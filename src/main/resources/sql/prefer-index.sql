-- Where there is an index each row of the batch is looked up in it: a join that reads the table would cost as much as the
-- table is large. Where there is none such a join is the only way, and each row by itself would read the whole table
select set_config('enable_hashjoin', joins, true), set_config('enable_mergejoin', joins, true)
from (select case when cast(:#${body.isIndexed} as boolean) then 'off' else 'on' end as joins) as j
