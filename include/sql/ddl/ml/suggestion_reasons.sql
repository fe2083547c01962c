-- ml.suggestion_reasons: one row per explained suggestion and feature, and one for the start.
create table if not exists ml.suggestion_reasons (
    day date not null,
    model text not null,
    version integer not null,
    customer_id text not null,
    product_id text not null,
    feature text not null,
    feature_group text not null,
    value text,
    contribution double precision not null,
    rank integer not null,
    sentence text not null,
    primary key (day, model, customer_id, product_id, feature)
);

comment on table ml.suggestion_reasons is
'Exact TreeSHAP of the likeliest suggestion of a few customers of each night: contributions add up'
' to the margin. Grain: day, model, customer_id, product_id, feature.';
comment on column ml.suggestion_reasons.day is 'Business day of the night.';
comment on column ml.suggestion_reasons.model is 'Name of the models spec.';
comment on column ml.suggestion_reasons.version is 'Version in the registry.';
comment on column ml.suggestion_reasons.customer_id is
'The person who ordered, joins gold.dim_customers.';
comment on column ml.suggestion_reasons.product_id is 'Product that is suggested.';
comment on column ml.suggestion_reasons.feature is 'Feature; (base) is where every row starts.';
comment on column ml.suggestion_reasons.feature_group is 'Group of the feature.';
comment on column ml.suggestion_reasons.value is 'Value as people read it; null when unknown.';
comment on column ml.suggestion_reasons.contribution is 'Part of the margin, in log-odds.';
comment on column ml.suggestion_reasons.rank is
'1 for the feature that raises the chance most; 0 for the start.';
comment on column ml.suggestion_reasons.sentence is 'The reason in words.';
