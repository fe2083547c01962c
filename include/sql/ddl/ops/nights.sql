-- ops.nights: one row per business day and run that worked on it.

create table if not exists ops.nights (
    day date not null,
    run_id text not null,
    kind text not null check (kind in ('scheduled', 'manual', 'replay', 'backfill')),
    started_at timestamptz not null default clock_timestamp(),
    primary key (day, run_id)
);

comment on table ops.nights is
'Runs of each night and who asked for them. Grain: business day and run.';
comment on column ops.nights.day is 'Business day.';
comment on column ops.nights.run_id is 'Run of the ingest DAG.';
comment on column ops.nights.kind is
'scheduled, manual, replay or backfill; a backfill mails nothing.';
comment on column ops.nights.started_at is 'Clock time of the run''s latest start.';
