-- ml.drift_metrics: one row per night, model, column (feature or prediction) and method.
create table if not exists ml.drift_metrics (
    day date not null,
    model text not null,
    column_name text not null,
    method text not null,
    value double precision not null,
    threshold double precision not null,
    is_drifted boolean not null,
    reference_rows integer not null,
    current_rows integer not null,
    reference_from date not null,
    reference_to date not null,
    current_from date not null,
    severity text not null default 'calm' check (severity in ('calm', 'moved', 'broke')),
    lower double precision,
    upper double precision,
    primary key (day, model, column_name, method)
);

comment on table ml.drift_metrics is
'One row per night, model, column and method: recent nights against the training window.';
comment on column ml.drift_metrics.column_name is
'Column of the feature table, probability for the predictions; in parentheses what is about all: '
'(share) of the columns beyond their limits, how many are (far) beyond, and served figures.';
comment on column ml.drift_metrics.method is
'Evidently''s ks (p-value), chisquare (p-value) or psi (index); of a column that broke tonight '
'missing, constant, unknown (shares of rows) or unit (factor); share, count; performance.';
comment on column ml.drift_metrics.value is 'The figure the method gives.';
comment on column ml.drift_metrics.threshold is 'The value beyond which the column has drifted.';
comment on column ml.drift_metrics.reference_from is 'First night of the reference sample.';
comment on column ml.drift_metrics.reference_to is 'Last night of the reference sample.';
comment on column ml.drift_metrics.current_from is
'First night of the current sample, which ends with the day.';
comment on column ml.drift_metrics.day is 'Business day of the night.';
comment on column ml.drift_metrics.model is 'Name of the models spec.';
comment on column ml.drift_metrics.is_drifted is
'The value is beyond the threshold, on the method''s own side.';
comment on column ml.drift_metrics.reference_rows is 'Rows of the reference sample.';
comment on column ml.drift_metrics.current_rows is 'Rows of the current sample.';
comment on column ml.drift_metrics.severity is
'calm; moved: the world did, the newest nights are beyond; broke: the column did, tonight.';
comment on column ml.drift_metrics.lower is
'Lower end of the 95 % interval by order of a served figure; null for other methods.';
comment on column ml.drift_metrics.upper is 'Upper end of that interval.';
