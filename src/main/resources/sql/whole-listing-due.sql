select whole_due_at <= clock_timestamp() from cameleer.discoveries where bucket = ? and prefix = ?
