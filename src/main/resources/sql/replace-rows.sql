-- Replaces the rows that are older and not the same: the same event sent twice leaves the table as it is. Columns that
-- events have had, but the batch has not, become null: a row is replaced whole. But a value that is a discard replaces none.
-- Gives out which rows of the batch those are that are in the table now
update {table} t
set {replaced:{column} = {kept:case when strpos(s.{unheld}, '{mark}') > 0 then t.{column} else }s.{column}{kept: end}|, }{emptied:, {column} = null}
from {stand-in} s
where t.id = s.id{received: and (t.received_at is null or s.received_at >= t.received_at)}{window: and t.received_at >= cast('{oldest}' as {time}) - interval '{window}'}
  and ({comparable:t.{column} is distinct from {kept:case when strpos(s.{unheld}, '{mark}') > 0 then t.{column} else }s.{column}{kept: end} or }{others:cast(t.{column} as text) is distinct from cast({kept:case when strpos(s.{unheld}, '{mark}') > 0 then t.{column} else }s.{column}{kept: end} as text) or }false)
returning s.{number} as n
