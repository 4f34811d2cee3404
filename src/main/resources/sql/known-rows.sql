-- Which rows of a batch, by their number, have their like in the table
select k.n
from unnest(cast(? as text[])) with ordinality as k (id, n)
where exists (
  select 1 from {table} t
  where t.id = cast(k.id as {type}){window: and t.received_at >= cast('{oldest}' as {time}) - interval '{window}'})
