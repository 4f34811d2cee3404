alter table files
  add column claims integer not null default 0,
  add column claimed_at_mark numeric;
comment on column files.claims is 'How often in a row it was claimed by a process that has died since; the running claim counts until its end is written down';
comment on column files.claimed_at_mark is 'The sum of its marks when it was claimed last: with a process that has moved one it is tried once more';
comment on column files.attempts is 'How often loading it failed, with those times when its process died';
