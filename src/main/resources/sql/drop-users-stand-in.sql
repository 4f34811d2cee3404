drop table pg_temp.cameleer_users
