-- Whether a user of the batch is not in the table, though all who are new were added
select exists (
  select 1 from pg_temp.cameleer_users s
  where s.id is not null and not exists (select 1 from {table} u where u.id = s.id))
