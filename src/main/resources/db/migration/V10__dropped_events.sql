alter table syncs add dropped bigint not null default 0;
comment on column syncs.lines is 'Lines read: events, rejects and dropped events together';
comment on column syncs.dropped is 'Events that the steps of routes/customize.camel.yaml have stopped; they are nowhere';
alter table files add dropped bigint;
comment on column files.lines is 'Lines in it, without blank ones: events, rejects and dropped events together';
comment on column files.dropped is 'Events of it that the steps of routes/customize.camel.yaml have stopped';
