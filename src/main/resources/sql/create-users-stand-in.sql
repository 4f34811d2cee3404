-- The users of a batch, until the transaction ends: since when they were heard of in it, and whether something came late
create temporary table pg_temp.cameleer_users on commit drop as
select {columns:{column}|, }, false as cameleer_late
from (select *, cast(null as {time}) as cameleer_oldest from {table}) u
with no data
