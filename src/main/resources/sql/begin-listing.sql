-- Takes it on to list the files, unless another process is at it, which does it for all who wait for it
insert into cameleer.discoveries as d (bucket, prefix, worker_id) values (?, ?, ?)
on conflict (bucket, prefix) do update
set worker_id = excluded.worker_id, begun_at = clock_timestamp()
where d.worker_id is null or d.worker_id = excluded.worker_id
