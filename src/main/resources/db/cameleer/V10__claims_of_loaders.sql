alter table files add column claimed_by_loader integer;
comment on column files.claimed_by_loader is 'Which loader of that process has claimed it, so that it can claim it again if the answer to the first time was lost';
