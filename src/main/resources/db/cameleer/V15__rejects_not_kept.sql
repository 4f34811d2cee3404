create table rejects_not_kept (
  file_id bigint not null references files on delete cascade,
  reason  text not null,
  rejects bigint not null,
  primary key (file_id, reason)
);
comment on table rejects_not_kept is 'How many more lines of a file are no usable event than there are in rejects, by reason';

create or replace view rejects_by_reason as
select f.sync_id, r.file_id, f.key as file, cast(null as text) as table_name, r.reason, cast(null as text) as sqlstate,
       count(*) + coalesce(cast(min(n.rejects) as bigint), 0) as rejects,
       min(r.line) as first_line, left((array_agg(r.raw order by r.line))[1], 200) as example
from rejects r
join files f on f.id = r.file_id
left join rejects_not_kept n on n.file_id = r.file_id and n.reason = r.reason
group by f.sync_id, r.file_id, f.key, r.reason
union all
select f.sync_id, n.file_id, f.key, null, n.reason, null, n.rejects, null, null
from rejects_not_kept n
join files f on f.id = n.file_id
where not exists (select from rejects r where r.file_id = n.file_id and r.reason = n.reason)
union all
select f.sync_id, r.file_id, f.key, r.table_name, r.message, r.sqlstate,
       count(*), min(r.line), left((array_agg(cast(r.row as text) order by r.line))[1], 200)
from rejected_rows r
join files f on f.id = r.file_id
where r.replayed_at is null
group by f.sync_id, r.file_id, f.key, r.table_name, r.message, r.sqlstate;
comment on view rejects_by_reason is 'Lines that are no usable event (without a table_name), those included that are only counted, and rows that are not in their table and not replayed, by file and reason';
