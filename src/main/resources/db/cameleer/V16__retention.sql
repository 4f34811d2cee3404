-- by which it is found whose sync a removed one was
create index files_by_sync on files (sync_id) where sync_id is not null;
comment on table files is 'Every event file that was ever found in storage: these rows stay, and with them what is loaded';
