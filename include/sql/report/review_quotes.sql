-- report/review_quotes: the three texts of each topic that are most about it, of the last 28 days,
-- and three that complain most beside four stars or more (topic is null). Reads
-- ml.review_sentiments of the version that served the day, silver.reviews_versions as known then.
with served as (
    select version
    from ml.served_models
    where day = %(day)s::date and model = %(model)s
),

newest_scores as (
    select distinct on (review_id, order_id)
        review_id,
        order_id,
        stars,
        probability,
        topic,
        topic_share
    from ml.review_sentiments
    where
        model = %(model)s
        and version in (select served.version from served)
        and day <= %(day)s::date
        and answered_date > %(day)s::date - 28
        and sentiment = 'negative'
    order by review_id asc, order_id asc, day desc
),

ranked as (
    select
        review_id,
        order_id,
        stars,
        topic,
        row_number() over (
            partition by topic order by probability * topic_share desc, review_id asc
        ) as place
    from newest_scores
    where topic is not null
    union all
    select
        review_id,
        order_id,
        stars,
        null::integer as topic,
        row_number() over (order by probability desc, review_id asc) as place
    from newest_scores
    where stars >= 4
)

select
    ranked.topic,
    ranked.stars,
    concat_ws(
        ' ', nullif(trim(reviews_versions.review_title), ''),
        nullif(trim(reviews_versions.review_text), '')
    ) as review_words
from ranked
inner join silver.reviews_versions
    on
        ranked.review_id = reviews_versions.review_id
        and ranked.order_id = reviews_versions.order_id
        and reviews_versions.known_from <= %(day)s::date
        and (reviews_versions.known_to is null or reviews_versions.known_to > %(day)s::date)
where ranked.place <= 3
order by ranked.topic asc nulls last, ranked.place asc, ranked.review_id asc
