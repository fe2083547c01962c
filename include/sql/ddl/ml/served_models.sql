-- ml.served_models: one row per night and model: the version that scored it, also on a re-run.
create table if not exists ml.served_models (
    day date not null,
    model text not null,
    version integer not null,
    served_at timestamptz not null default now(),
    primary key (day, model)
);

comment on table ml.served_models is
'One row per night and model: the version that scored it; a re-run serves the same one.';
comment on column ml.served_models.version is 'Never a version trained for a later day.';
comment on column ml.served_models.day is 'Business day of the night.';
comment on column ml.served_models.model is 'Name of the models spec.';
comment on column ml.served_models.served_at is 'Clock time of the first scoring (audit only).';
