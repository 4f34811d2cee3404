-- Of each column an array of texts, so that PostgreSQL reads and plans one statement for many rows
insert into {into} ({columns:{column}|, })
select {columns:cast({parameter} as {type})|, }
from unnest({columns:cast(? as text[])|, }) as r ({columns:{parameter}|, })
