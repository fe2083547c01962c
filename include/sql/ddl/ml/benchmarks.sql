-- ml.benchmarks: one row per model, day and method: our model beside simpler ones, same rows.
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
