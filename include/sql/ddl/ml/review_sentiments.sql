-- ml.review_sentiments: one row per night and review text that was scored that night.
create table if not exists ml.review_sentiments (
    day date not null,
    model text not null,
    version integer not null,
    review_id text not null,
    order_id text not null,
    answered_date date not null,
    stars integer not null,
    probability double precision not null check (probability between 0 and 1),
    sentiment text not null check (sentiment in ('negative', 'neutral', 'positive')),
    topic integer,
    topic_share double precision,
    words text[] not null,
    text_hash text not null,
    primary key (day, model, review_id, order_id)
);

create index if not exists review_sentiments_review_idx
on ml.review_sentiments (review_id, order_id, version);
create index if not exists review_sentiments_answered_date_idx
on ml.review_sentiments (answered_date);

comment on table ml.review_sentiments is
'One row per night and review text scored on it: new and changed texts, and those of the last half'
' year on the first night of a version. Grain: day, model, review_id, order_id.';
comment on column ml.review_sentiments.day is 'Business day of the night.';
comment on column ml.review_sentiments.model is 'Name of the models spec.';
comment on column ml.review_sentiments.version is 'Version in the registry.';
comment on column ml.review_sentiments.review_id is 'Review.';
comment on column ml.review_sentiments.order_id is 'Its order; empty for a product review.';
comment on column ml.review_sentiments.answered_date is
'Local date on which the text became known: of the answer, else of the review, else of its coming.';
comment on column ml.review_sentiments.stars is 'Stars that came with the text.';
comment on column ml.review_sentiments.probability is
'Calibrated probability that the text complains, from the text alone.';
comment on column ml.review_sentiments.sentiment is
'negative, neutral or positive, by the thresholds of the version.';
comment on column ml.review_sentiments.topic is
'Topic of the version that a negative text is about, as in ml.review_topics; null for none.';
comment on column ml.review_sentiments.topic_share is 'How much of the text is about it, 0 to 1.';
comment on column ml.review_sentiments.words is
'The words that speak most for a complaint, the heaviest first; of negative texts only.';
comment on column ml.review_sentiments.text_hash is 'MD5 of the text that was scored.';
