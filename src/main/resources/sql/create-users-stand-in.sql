-- The users of a batch, until the transaction ends: since when they were heard of in it, and whether something came late.
-- They are numbered in the order in which they come
create temporary table pg_temp.cameleer_users on commit drop as
select {columns:{column}, }{taken-over:{column}, }false as {late}
from (select *, cast(null as {time}) as {oldest} from {table}) u
with no data;
alter table pg_temp.cameleer_users add column {number} integer generated always as identity
