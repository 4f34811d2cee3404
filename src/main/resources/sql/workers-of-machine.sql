select id, process, process_start from cameleer.workers where machine = ?
