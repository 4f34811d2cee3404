-- Rejected lines of files that are only counted; a file that is read on adds to what was counted before
insert into cameleer.rejects_not_kept (file_id, reason, rejects)
select *
from unnest(cast(? as bigint[]), cast(? as text[]), cast(? as bigint[]))
on conflict (file_id, reason) do update set rejects = rejects_not_kept.rejects + excluded.rejects
