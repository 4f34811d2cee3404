-- Of what rejects and discards are meant: a part of other statements
(:sync = 0 or sync_id = :sync)
  and (:file = '' or file = :file)
  and (:table = '' or table_name = :table or right(table_name, length(:table) + 1) = '.' || :table)
  and (:reason = '' or strpos(reason, :reason) > 0)
