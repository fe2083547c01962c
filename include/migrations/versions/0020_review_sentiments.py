"""Keep the sentiment of review texts, the topics of complaints, and the ratings about to fall."""

from alembic import op

revision = "0020"
down_revision = "0019"

REVIEW_SENTIMENTS = """
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
"""
REVIEW_TOPICS = """
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
"""
FALLING_RATINGS = """
create table if not exists ml.falling_ratings (
    day date not null,
    unit_kind text not null check (unit_kind in ('product', 'seller')),
    unit_id text not null,
    reviews_count integer not null,
    stars_average double precision not null,
    recent_reviews_count integer not null,
    recent_stars_average double precision not null,
    usual_stars double precision not null,
    expected_stars double precision not null,
    expected_lower double precision not null,
    expected_upper double precision not null,
    next_average double precision not null,
    is_falling boolean not null,
    primary key (day, unit_kind, unit_id)
);

comment on table ml.falling_ratings is
'One row per night and product or seller reviewed in the last 56 days and before: whether its'
' rating is about to fall. Grain: day, unit_kind, unit_id. Without times of reviews there is none.';
comment on column ml.falling_ratings.day is 'Business day of the night.';
comment on column ml.falling_ratings.unit_kind is 'product or seller.';
comment on column ml.falling_ratings.unit_id is 'Product or seller.';
comment on column ml.falling_ratings.reviews_count is 'Reviews with stars of the last 421 days.';
comment on column ml.falling_ratings.stars_average is 'Mean of their stars: the rating shown.';
comment on column ml.falling_ratings.recent_reviews_count is 'Of those, in the last 56 days.';
comment on column ml.falling_ratings.recent_stars_average is 'Mean of their stars.';
comment on column ml.falling_ratings.usual_stars is
'What it had before the last 56 days, shrunk to the mean of all by how few reviews there were.';
comment on column ml.falling_ratings.expected_stars is
'What its next reviews are expected to have: its recent ones, shrunk to its usual.';
comment on column ml.falling_ratings.expected_lower is 'Lower end of the 95 % interval.';
comment on column ml.falling_ratings.expected_upper is 'Upper end of that interval.';
comment on column ml.falling_ratings.next_average is
'The rating shown in 56 days, when as many reviews come as in the last 56.';
comment on column ml.falling_ratings.is_falling is
'The interval lies below the usual by more than the whole business fell, and the rating shown'
' falls by a twentieth of a star at least.';
"""


def upgrade() -> None:
    """Add the tables; the next night fills them."""
    for statements in (REVIEW_SENTIMENTS, REVIEW_TOPICS, FALLING_RATINGS):
        op.execute(statements)
