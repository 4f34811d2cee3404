alter table discoveries
  add column prefix text not null default '',
  drop constraint discoveries_pkey,
  add primary key (bucket, prefix);
comment on table discoveries is 'Who lists the files of a bucket at this moment; it is enough if one process does';
comment on column discoveries.prefix is 'What the keys of those files begin with';
