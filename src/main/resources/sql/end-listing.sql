-- If it was a whole listing, and none has been required meanwhile, the next is due when a hundred times as long has passed
-- as it took: so it costs a small share of the time, and a small bucket is always listed whole. It is due a day after this
-- one began at the latest, since a file that was written since then into the folder of its day lies in one that is recent
-- until then
update cameleer.discoveries
set worker_id = null,
  whole_due_at = case
    when whole_due_at > begun_at then whole_due_at
    else least(begun_at + interval '1 day', clock_timestamp() + 100 * (clock_timestamp() - begun_at)) end
where worker_id = ?
