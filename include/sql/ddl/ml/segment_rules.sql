-- ml.segment_rules: one row per day that rules of segmentation were learned on.
create table if not exists ml.segment_rules (
    fitted_day date not null,
    rules_version integer not null,
    method text not null check (method in ('bands', 'clusters')),
    rules jsonb not null,
    primary key (fitted_day, rules_version)
);

comment on table ml.segment_rules is
'One row per day that rules of segmentation were learned on: the last day of a month. They serve'
' the month after it and are never learned again.';
comment on column ml.segment_rules.fitted_day is
'Business day whose customers the rules were learned from.';
comment on column ml.segment_rules.rules_version is 'Version of the method in the code.';
comment on column ml.segment_rules.method is
'clusters where KMeans finds natural ones, else bands.';
comment on column ml.segment_rules.rules is
'Edges of the bands, centres and scales of the clusters, and the evidence: silhouettes, agreement.';
