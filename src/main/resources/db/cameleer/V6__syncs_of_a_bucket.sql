alter table syncs
  add column bucket text,
  add column prefix text;
comment on column syncs.bucket is 'What it looked through for event files; by it a process that starts knows when the last sync of its own began';
comment on column syncs.prefix is 'What the keys of those files begin with';
