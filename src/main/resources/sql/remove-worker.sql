delete from cameleer.workers where id = ?
