insert into cameleer.syncs (machine, process, bucket, prefix) values (?, ?, ?, ?) returning id
