-- Which rows of a batch, by their number, have their like in the table
select k.n
from unnest({keys:cast(? as text[])|, }) with ordinality as k ({keys:{parameter}|, }, n)
where exists (
  select 1 from {table} t
  where {keys:t.{column} = cast(k.{parameter} as {type})| and }{window: and t.received_at >= cast('{oldest}' as {time}) - interval '{window}'})
