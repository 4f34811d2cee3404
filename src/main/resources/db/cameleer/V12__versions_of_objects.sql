alter table progress
  add column checksum bigint;
comment on column progress.checksum is 'CRC-32C of the text of the file through that line, each line with its line feed: reading on presumes that the object still begins so; null for marks of an earlier version of Cameleer, which are not compared';

alter table files
  add column version integer not null default 1,
  add column through_line bigint,
  add column through_checksum bigint,
  drop column changed_etag,
  drop constraint files_bucket_key_key,
  drop constraint files_state_check,
  add constraint files_state_check
    check (state in ('pending', 'complete', 'incomplete', 'failed', 'replaced', 'vanished', 'superseded'));
create unique index files_by_key on files (bucket, key) where state <> 'superseded';
comment on table files is 'Every event file that was ever found in storage: a row for each key, and one more for each content that it had before';
comment on column files.state is 'pending (not wholly loaded yet), complete, incomplete (damaged: what is whole of it is loaded), failed (given up), replaced (by other content after some was loaded; the command reload loads that), vanished (not in storage any more; loaded when it is back) or superseded (by a later row of the same key)';
comment on column files.version is 'Which content of its key it is, counted from 1; ids that are made for events without one depend on it';
comment on column files.through_line is 'All rows of all lines up to this one are loaded; should the object change, it is read on behind it, if it still begins with the same text';
comment on column files.through_checksum is 'CRC-32C of the text through that line, each line with its line feed';
comment on column files.changed_at is 'When the object was last seen to differ from what was registered';

-- of these the marks stay as they are: they are read on as before
update files
set completed_at = null
where state = 'incomplete';
