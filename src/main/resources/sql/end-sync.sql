update cameleer.syncs set ended_at = now(), state = ?,
  files_complete = ?, files_incomplete = ?, files_failed = ?,
  lines = ?, events = ?, rejects = ?, dropped = ?, excluded = ?, rows_loaded = ?, rows_rejected = ?, values_discarded = ?,
  error = ?
where id = ?
