-- ops.steps: one row per business day and step, as of the latest run.

create table if not exists ops.steps (
    day date not null,
    step text not null,
    state text not null check (state in ('running', 'done', 'failed')),
    run_id text not null default '',
    started_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    detail jsonb not null default '{}',
    primary key (day, step)
);

comment on table ops.steps is 'State of each step of each night. Grain: business day and step.';
comment on column ops.steps.day is 'Business day.';
comment on column ops.steps.step is
'ingest, transform, train, score, alert, drift, report, digest or watch; train, score and drift '
'end in the model, as in train_delay_open.';
comment on column ops.steps.state is 'running, done or failed.';
comment on column ops.steps.run_id is 'Airflow run, empty outside Airflow.';
comment on column ops.steps.started_at is 'Clock time of the latest start.';
comment on column ops.steps.ended_at is 'Clock time of the end; null while it runs.';
comment on column ops.steps.detail is 'Figures of the step, or the sentence of its failure.';
