alter table syncs
  add column excluded bigint not null default 0;
comment on column syncs.excluded is 'Events that are not meant for PostgreSQL: their integrations leave it out, or their users do not consent; they are nowhere';
comment on column syncs.lines is 'Lines read: events, rejects, dropped and excluded events together';

alter table files
  add column excluded bigint;
comment on column files.excluded is 'Events of it that are not meant for PostgreSQL';
comment on column files.lines is 'Lines in it, without blank ones: events, rejects, dropped and excluded events together';

comment on table discards is 'How many values of each file are not in their columns, and why. They are in rudder_discards, but for properties of which names.on-reserved = count only counts the values, and parts of events that came as the JSON text of an object and were read as it';
comment on view discards_by_reason is 'Values that are not in their columns, by file, column and reason';
