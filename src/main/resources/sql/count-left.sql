-- Files that will be tried again later, or are given up; those that another process loads now are none
select count(*)
from cameleer.files
where bucket = ? and starts_with(key, ?) and state in ('pending', 'failed')
  and not exists (
    select 1 from cameleer.workers w
    where w.id = claimed_by and w.id <> ? and w.lease_until > clock_timestamp())
