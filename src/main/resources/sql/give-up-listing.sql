update cameleer.discoveries set worker_id = null where worker_id = ?
