-- Replaces the rows that are older and not the same: the same event sent twice leaves the table as it is. Columns that
-- events have had, but the batch has not, become null: a row is replaced whole
update {table} t
set {columns:{column} = s.{column}|, }{emptied:, {column} = null}
from {stand-in} s
where {keys:t.{column} = s.{column}| and }{received: and (t.received_at is null or s.received_at >= t.received_at)}{window: and t.received_at >= cast('{oldest}' as {time}) - interval '{window}'}
  and ({comparable:t.{column} is distinct from s.{column} or }{others:cast(t.{column} as text) is distinct from cast(s.{column} as text) or }false)
