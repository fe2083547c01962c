-- ml.model_pins: one row per pin: a version that serves every night from one to another.
create table if not exists ml.model_pins (
    model text not null,
    from_day date not null,
    to_day date,
    version integer not null,
    pinned_by text not null,
    pinned_at timestamptz not null default clock_timestamp(),
    unpinned_by text,
    unpinned_at timestamptz,
    primary key (model, pinned_at),
    check (to_day >= from_day),
    check ((to_day is null) = (unpinned_at is null))
);

create unique index if not exists model_pins_one_open on ml.model_pins (model)
where to_day is null;

comment on table ml.model_pins is
'One row per pin: the version that serves the nights from from_day, whatever the gate promotes.';
comment on column ml.model_pins.model is 'Name of the models spec.';
comment on column ml.model_pins.from_day is 'First night that the pin is in force.';
comment on column ml.model_pins.to_day is
'First night that it is not in force any more; null until it is unpinned.';
comment on column ml.model_pins.version is 'Version in the registry.';
comment on column ml.model_pins.pinned_by is 'Who pinned it: the user of the shell or of Airflow.';
comment on column ml.model_pins.pinned_at is 'Clock time.';
comment on column ml.model_pins.unpinned_by is 'Who ended it, also by pinning another one.';
comment on column ml.model_pins.unpinned_at is 'Clock time.';
