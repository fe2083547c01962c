-- ml.delay_scores: one row per night, model of orders and order that it was asked about.
create table if not exists ml.delay_scores (
    day date not null,
    model text not null,
    version integer not null,
    order_id text not null,
    probability double precision not null check (probability between 0 and 1),
    margin double precision not null,
    band text not null check (band in ('high', 'medium', 'low')),
    is_alerted boolean not null,
    expected_saving_amount numeric not null,
    primary key (day, model, order_id)
);

comment on table ml.delay_scores is
'One row per night, model of orders and order that it was asked about: of delay_open those whose '
'promise is ahead, of review_risk those whose survey goes out. Empty without skill.';
comment on column ml.delay_scores.probability is
'Calibrated probability of a yes: late, or few stars.';
comment on column ml.delay_scores.margin is 'Log-odds of the probability; the reasons'' sum.';
comment on column ml.delay_scores.band is
'By the fixed money thresholds of a late order: high, medium or low risk; of review_risk no guide.';
comment on column ml.delay_scores.is_alerted is
'In the high band and within the night''s capacity, riskiest first.';
comment on column ml.delay_scores.expected_saving_amount is
'What intervening is expected to save, less its cost, in the currency of the source.';
comment on column ml.delay_scores.day is 'Business day of the night.';
comment on column ml.delay_scores.model is 'Name of the models spec.';
comment on column ml.delay_scores.version is 'Version in the registry.';
comment on column ml.delay_scores.order_id is 'Order scored.';
