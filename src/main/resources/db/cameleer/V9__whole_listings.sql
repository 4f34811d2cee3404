alter table discoveries
  add column begun_at     timestamptz not null default clock_timestamp(),
  add column whole_due_at timestamptz not null default now();
comment on table discoveries is 'Who lists the files of a bucket at this moment, for it is enough if one process does; and when all of them are to be listed';
comment on column discoveries.worker_id is 'The process that lists them now';
comment on column discoveries.begun_at is 'When the last listing began, which may still go on';
comment on column discoveries.whole_due_at is 'From when on a listing is a whole one; before, the folders of days before yesterday are left out';
