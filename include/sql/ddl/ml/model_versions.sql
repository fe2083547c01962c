-- ml.model_versions: one row per trained model version, with what the gate decided and why.
create table if not exists ml.model_versions (
    model text not null,
    version integer not null,
    alias text,
    trained_for_day date not null,
    decision text not null check (decision in ('first', 'promoted', 'refused', 'no_skill')),
    reason text not null,
    metrics jsonb not null default '{}',
    run_id text not null default '',
    trained_at timestamptz not null default now(),
    training_set text not null default '',
    withdrawn_by text,
    withdrawn_at timestamptz,
    primary key (model, version),
    unique (model, trained_for_day)
);

comment on table ml.model_versions is 'One row per trained model version and the gate''s decision.';
comment on column ml.model_versions.model is 'Name of the ModelSpec, such as delay_open.';
comment on column ml.model_versions.version is 'The version in the MLflow registry.';
comment on column ml.model_versions.alias is
'Alias in the registry when last decided: champion, challenger, or null once replaced.';
comment on column ml.model_versions.trained_for_day is
'Business day whose evening bounds all that the model has seen; one version per day.';
comment on column ml.model_versions.decision is
'first: skill and no champion before; promoted: not worse than the champion on the same rows; '
'refused: worse; no_skill: lower bound of its AUC under the gate.';
comment on column ml.model_versions.reason is 'The decision as a sentence, with the figures.';
comment on column ml.model_versions.metrics is
'Test figures with 95 % intervals by order: auc, average_precision, brier, log_loss, ...';
comment on column ml.model_versions.run_id is 'The run in MLflow that holds parameters and files.';
comment on column ml.model_versions.trained_at is 'Clock time of the training (audit only).';
comment on column ml.model_versions.training_set is
'Content hash of the rows that it was trained and tested on, in ml.training_sets.';
comment on column ml.model_versions.withdrawn_by is
'Who rolled back from this version; it serves again only when it is pinned. Null: nobody.';
comment on column ml.model_versions.withdrawn_at is 'Clock time of the rollback.';
