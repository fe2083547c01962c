-- ml.delay_reasons: one row per night, model, explained order and feature.
-- Exact TreeSHAP for the alerted orders and a fixed sample; feature '(base)' is the base value.
create table if not exists ml.delay_reasons (
    day date not null,
    model text not null,
    version integer not null,
    order_id text not null,
    feature text not null,
    feature_group text not null,
    value text,
    contribution double precision not null,
    rank integer not null,
    sentence text not null,
    primary key (day, model, order_id, feature)
);

comment on table ml.delay_reasons is
'One row per night, model, explained order and feature: exact TreeSHAP of the score.';
comment on column ml.delay_reasons.feature is
'Column of the model''s feature table, or (base) for the model''s base value.';
comment on column ml.delay_reasons.feature_group is
'The reason for people: order, promise, progress, calendar, seller, partner, route or network.';
comment on column ml.delay_reasons.value is 'The feature''s value with its unit; null if unknown.';
comment on column ml.delay_reasons.contribution is
'Log-odds added to the margin; all of an order add up to delay_scores.margin.';
comment on column ml.delay_reasons.rank is '1 = raises the risk most; (base) has rank 0.';
comment on column ml.delay_reasons.sentence is 'The reason in plain words with units.';
comment on column ml.delay_reasons.day is 'Business day of the night.';
comment on column ml.delay_reasons.model is 'Name of the models spec.';
comment on column ml.delay_reasons.version is 'Version in the registry.';
comment on column ml.delay_reasons.order_id is 'Order explained.';
