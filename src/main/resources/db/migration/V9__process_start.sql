alter table workers
  alter started_at set default now(),
  add column process_start text not null default '';
comment on column workers.started_at is 'When it made itself known';
comment on column workers.process_start is 'When that process was started, as its machine tells it: another that is given its id has another start';
