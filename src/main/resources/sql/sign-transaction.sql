-- The transaction under way is this process's, and can be ended when its lease has
select set_config('application_name', 'cameleer ' || ?, true)
