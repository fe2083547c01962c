-- ml.review_topics: one row per night and topic of complaints: how often, beside what is usual.
create table if not exists ml.review_topics (
    day date not null,
    model text not null,
    version integer not null,
    topic integer not null,
    topic_name text not null,
    recent_count integer not null,
    recent_texts_count integer not null,
    usual_count integer not null,
    usual_texts_count integer not null,
    ratio double precision,
    ratio_lower double precision,
    ratio_upper double precision,
    is_surging boolean not null,
    primary key (day, model, topic)
);

comment on table ml.review_topics is
'One row per night and topic of complaints: the last 28 days beside the 152 before them.'
' Grain: day, model, topic.';
comment on column ml.review_topics.day is 'Business day of the night.';
comment on column ml.review_topics.model is 'Name of the models spec.';
comment on column ml.review_topics.version is 'Version whose topics these are.';
comment on column ml.review_topics.topic is 'Number of the topic within the version.';
comment on column ml.review_topics.topic_name is 'Its heaviest terms.';
comment on column ml.review_topics.recent_count is 'Negative texts about it in the last 28 days.';
comment on column ml.review_topics.recent_texts_count is 'All texts of those days.';
comment on column ml.review_topics.usual_count is 'Negative texts about it in the 152 days before.';
comment on column ml.review_topics.usual_texts_count is 'All texts of those days.';
comment on column ml.review_topics.ratio is
'Share of the texts now, as a multiple of the usual share; null without any before.';
comment on column ml.review_topics.ratio_lower is
'Lower end of its 99 % interval (two binomial shares).';
comment on column ml.review_topics.ratio_upper is 'Upper end; null where there is none.';
comment on column ml.review_topics.is_surging is
'The whole interval lies above 1.25, with 10 texts at least.';
