create table workers (
  id          uuid primary key,
  machine     text not null,
  process     bigint not null,
  started_at  timestamptz not null,
  lease_until timestamptz not null
);
comment on table workers is 'The Cameleer processes at work. One whose lease has ended is dead: its row goes, and with it its claims.';
comment on column workers.machine is 'Where it runs: host name, and the process namespace where there is one';
comment on column workers.process is 'Its process id on that machine';
comment on column workers.started_at is 'When that process was started';
comment on column workers.lease_until is 'Until when its claims hold, by the clock of this database';

create table syncs (
  id                bigint generated always as identity primary key,
  started_at        timestamptz not null default now(),
  ended_at          timestamptz,
  state             text not null default 'running' check (state in ('running', 'done', 'failed')),
  machine           text not null,
  process           bigint not null,
  files_complete    bigint not null default 0,
  files_incomplete  bigint not null default 0,
  files_failed      bigint not null default 0,
  lines             bigint not null default 0,
  events            bigint not null default 0,
  rejects           bigint not null default 0,
  rows_loaded       bigint not null default 0,
  values_discarded  bigint not null default 0,
  error             text
);
comment on table syncs is 'Every run: what it found, what it loaded, how it ended';
comment on column syncs.state is 'running, done (all that was due is loaded) or failed (some of it is not: see error, files and sync_tables)';
comment on column syncs.files_complete is 'Files of which every row is loaded';
comment on column syncs.files_incomplete is 'Files that are damaged; what is whole of them is loaded';
comment on column syncs.files_failed is 'Files that are not wholly loaded and will be tried again';
comment on column syncs.lines is 'Lines read: events and rejects together';
comment on column syncs.rows_loaded is 'Rows committed by this sync, of all tables of events';
comment on column syncs.values_discarded is 'Values that went to rudder_discards';

create table sync_tables (
  sync_id           bigint not null references syncs on delete cascade,
  table_name        text not null,
  rows_loaded       bigint not null,
  rows_skipped      bigint not null,
  values_discarded  bigint not null,
  columns_added     bigint not null,
  error             text,
  primary key (sync_id, table_name)
);
comment on table sync_tables is 'What each sync did to each table';
comment on column sync_tables.table_name is 'namespace.table';
comment on column sync_tables.rows_skipped is 'Rows that an earlier attempt had loaded already';
comment on column sync_tables.error is 'Why some rows are not loaded, if so';

create table files (
  id              bigint generated always as identity primary key,
  bucket          text not null,
  key             text not null,
  etag            text not null,
  size            bigint not null,
  last_modified   timestamptz not null,
  discovered_at   timestamptz not null default now(),
  state           text not null default 'pending' check (state in ('pending', 'complete', 'incomplete', 'failed')),
  claimed_by      uuid references workers on delete set null,
  attempts        integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  error           text,
  sync_id         bigint references syncs on delete set null,
  completed_at    timestamptz,
  lines           bigint,
  events          bigint,
  rejects         bigint,
  table_rows      jsonb,
  changed_at      timestamptz,
  changed_etag    text,
  unique (bucket, key)
);
create index files_due on files (id) where state = 'pending';
create index files_claimed on files (claimed_by) where claimed_by is not null;
comment on table files is 'Every event file that was ever found in storage';
comment on column files.state is 'pending (not wholly loaded yet), complete, incomplete (damaged: what is whole of it is loaded) or failed (given up after sync.max-attempts)';
comment on column files.claimed_by is 'The process that loads it now';
comment on column files.attempts is 'How often loading it failed';
comment on column files.error is 'Why the last attempt failed, or what is wrong with the file';
comment on column files.sync_id is 'The sync that loaded it last';
comment on column files.lines is 'Lines in it, without blank ones: events and rejects together';
comment on column files.table_rows is 'Rows of it in each table: {"namespace.table": rows}';
comment on column files.changed_at is 'When the object was seen to differ from what was registered; it is not loaded again';
comment on column files.changed_etag is 'The etag it had then';

create table progress (
  file_id          bigint not null references files on delete cascade,
  table_name       text not null,
  line             bigint not null,
  rows_loaded      bigint not null,
  values_discarded bigint not null,
  primary key (file_id, table_name)
);
comment on table progress is 'How far the rows of each table are loaded from files that are not complete; written in the same transaction as the rows';
comment on column progress.line is 'All rows of this table up to this line of the file are loaded, and none behind it';
comment on column progress.rows_loaded is 'How many rows that is';

create table rejects (
  file_id     bigint not null references files on delete cascade,
  line        bigint not null,
  reason      text not null,
  raw         text not null,
  rejected_at timestamptz not null default now(),
  primary key (file_id, line)
);
comment on table rejects is 'Lines that are no usable event, as they are';
comment on column rejects.line is 'Its number in the file, from 1';
comment on column rejects.raw is 'Its text; of a very long one the beginning';
