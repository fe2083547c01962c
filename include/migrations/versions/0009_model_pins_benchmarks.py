"""Add pins, rollbacks, benchmarks, and the sets of rows that versions were trained on."""

from alembic import op

revision = "0009"
down_revision = "0007"

VERSIONS = """
alter table ml.model_versions
add column if not exists training_set text not null default '',
add column if not exists withdrawn_by text,
add column if not exists withdrawn_at timestamptz;

comment on column ml.model_versions.training_set is
'Content hash of the rows that it was trained and tested on, in ml.training_sets.';
comment on column ml.model_versions.withdrawn_by is
'Who rolled back from this version; it serves again only when it is pinned. Null: nobody.';
comment on column ml.model_versions.withdrawn_at is 'Clock time of the rollback.';
"""

PINS = """
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
"""

BENCHMARKS = """
create table if not exists ml.benchmarks (
    model text not null,
    day date not null,
    method text not null,
    version integer not null,
    training_set text not null,
    training_rows_count integer not null,
    test_rows_count integer not null,
    test_orders_count integer not null,
    auc double precision not null,
    auc_lower double precision not null,
    auc_upper double precision not null,
    average_precision double precision not null,
    average_precision_lower double precision not null,
    average_precision_upper double precision not null,
    threshold double precision not null,
    f1 double precision not null,
    brier double precision not null,
    log_loss double precision not null,
    calibration_slope double precision,
    calibration_intercept double precision,
    calibration_error double precision not null,
    capacity_count integer not null,
    capacity_precision double precision,
    capacity_precision_lower double precision,
    capacity_precision_upper double precision,
    auc_lead double precision,
    auc_lead_lower double precision,
    auc_lead_upper double precision,
    average_precision_lead double precision,
    average_precision_lead_lower double precision,
    average_precision_lead_upper double precision,
    log_loss_lead double precision,
    log_loss_lead_lower double precision,
    log_loss_lead_upper double precision,
    fit_seconds double precision,
    params jsonb not null default '{}',
    run_id text not null default '',
    measured_at timestamptz not null default now(),
    primary key (model, day, method)
);

comment on table ml.benchmarks is
'One row per model, day and method: the version of the day beside simpler methods that were fitted '
'and tested on the same rows. Intervals are 95 %, bootstrapped by order.';
comment on column ml.benchmarks.model is 'Name of the models spec.';
comment on column ml.benchmarks.day is 'Business day that the version was trained for.';
comment on column ml.benchmarks.method is
'model (the version itself), logistic_regression, decision_tree or random_forest.';
comment on column ml.benchmarks.version is 'Version in the registry that is compared.';
comment on column ml.benchmarks.training_set is 'Content hash of the rows, in ml.training_sets.';
comment on column ml.benchmarks.training_rows_count is 'Rows fitted on.';
comment on column ml.benchmarks.test_rows_count is 'Rows tested on.';
comment on column ml.benchmarks.test_orders_count is 'Orders tested on.';
comment on column ml.benchmarks.threshold is
'Probability from which an order is acted on, by the spec''s money: f1 is taken there.';
comment on column ml.benchmarks.f1 is
'Harmonic mean of precision and recall at the threshold; 0 when nothing lies above it.';
comment on column ml.benchmarks.brier is 'Mean squared difference of probability and outcome.';
comment on column ml.benchmarks.calibration_slope is
'Slope of outcomes on the log-odds, 1 when the spread is right; null when not to be fitted.';
comment on column ml.benchmarks.calibration_intercept is 'Log-odds missing on the whole.';
comment on column ml.benchmarks.calibration_error is 'Mean gap over ten equal bins.';
comment on column ml.benchmarks.capacity_count is 'Orders that can be acted on in a night.';
comment on column ml.benchmarks.capacity_precision is 'Late share of each night''s riskiest.';
comment on column ml.benchmarks.auc_lead is
'AUC of our version less that of this method on the same samples; null for the version itself.';
comment on column ml.benchmarks.average_precision_lead is
'Average precision of our version less that of this method.';
comment on column ml.benchmarks.log_loss_lead is
'Log-loss of this method less that of our version: above zero ours is better, as in every lead.';
comment on column ml.benchmarks.fit_seconds is 'Seconds to fit; null for the version itself.';
comment on column ml.benchmarks.params is 'Parameters of the method.';
comment on column ml.benchmarks.run_id is 'The run in MLflow.';
comment on column ml.benchmarks.measured_at is 'Clock time (audit only).';
comment on column ml.benchmarks.auc is 'Area under the ROC curve.';
comment on column ml.benchmarks.auc_lower is 'Lower bound of auc.';
comment on column ml.benchmarks.auc_upper is 'Upper bound of auc.';
comment on column ml.benchmarks.average_precision is 'Area under the precision-recall steps.';
comment on column ml.benchmarks.average_precision_lower is 'Lower bound.';
comment on column ml.benchmarks.average_precision_upper is 'Upper bound.';
comment on column ml.benchmarks.log_loss is
'Mean negative log of the probability of what happened.';
comment on column ml.benchmarks.capacity_precision_lower is 'Lower bound.';
comment on column ml.benchmarks.capacity_precision_upper is 'Upper bound.';
comment on column ml.benchmarks.auc_lead_lower is 'Lower bound.';
comment on column ml.benchmarks.auc_lead_upper is 'Upper bound.';
comment on column ml.benchmarks.average_precision_lead_lower is 'Lower bound.';
comment on column ml.benchmarks.average_precision_lead_upper is 'Upper bound.';
comment on column ml.benchmarks.log_loss_lead_lower is 'Lower bound.';
comment on column ml.benchmarks.log_loss_lead_upper is 'Upper bound.';
"""

TRAINING_SETS = """
create table if not exists ml.training_sets (
    model text not null,
    content_sha256 text not null,
    day date not null,
    feature_version integer not null,
    fitting_rows_count integer not null,
    validation_rows_count integer not null,
    test_rows_count integer not null,
    from_day date not null,
    to_day date not null,
    newest_drop date,
    label_sha256 text not null,
    code jsonb not null default '{}',
    file_name text not null,
    file_bytes bigint not null,
    saved_at timestamptz not null default now(),
    removed_at timestamptz,
    primary key (model, content_sha256)
);

comment on table ml.training_sets is
'One row per model and set of rows that it was trained, validated and tested on, with its lineage. '
'ml.model_versions.training_set names the set of a version.';
comment on column ml.training_sets.model is 'Name of the models spec.';
comment on column ml.training_sets.content_sha256 is
'Hash over the sorted rows: keys, labels, slices, features. Equal rows have equal hashes.';
comment on column ml.training_sets.day is
'Business day by whose evening the rows and their labels were known.';
comment on column ml.training_sets.from_day is 'First night among the rows.';
comment on column ml.training_sets.to_day is 'Last night among the rows.';
comment on column ml.training_sets.newest_drop is
'Newest day whose drop was loaded, up to the day; null in a warehouse without a load.';
comment on column ml.training_sets.feature_version is 'Version of the features.';
comment on column ml.training_sets.fitting_rows_count is 'Rows fitted on.';
comment on column ml.training_sets.validation_rows_count is 'Rows that stop and calibrate.';
comment on column ml.training_sets.test_rows_count is 'Rows tested on.';
comment on column ml.training_sets.file_bytes is 'Size of the file.';
comment on column ml.training_sets.label_sha256 is 'Hash of the SQL file that defines the label.';
comment on column ml.training_sets.code is
'Hash of the feature steps, and the versions of the packages that read the rows.';
comment on column ml.training_sets.file_name is 'Parquet file below the state folder.';
comment on column ml.training_sets.saved_at is 'Clock time (audit only).';
comment on column ml.training_sets.removed_at is
'When retention removed the file; null while it can be loaded.';
"""


def upgrade() -> None:
    """Add the tables; what was trained before keeps an empty training set."""
    for statement in (VERSIONS, PINS, BENCHMARKS, TRAINING_SETS):
        op.get_bind().exec_driver_sql(statement, execution_options={"no_parameters": True})
