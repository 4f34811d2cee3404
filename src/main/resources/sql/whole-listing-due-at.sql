select date_trunc('second', whole_due_at) from cameleer.discoveries where bucket = ? and prefix = ?
