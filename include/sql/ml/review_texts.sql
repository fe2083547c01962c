-- ml/review_texts: one row per review with a text and stars, answered by the evening of the day.
-- Reads silver.reviews_versions as known on the day. Where a source tells when reviews were
-- answered, one counts from that day on; else from the day it was written, and where no time is
-- told from the day on which it came. group_id is what texts without times have in common.
with known_reviews as (
    select
        review_id,
        order_id,
        product_id,
        stars,
        known_from,
        concat_ws(' ', nullif(trim(review_title), ''), nullif(trim(review_text), ''))
            as review_words,
        (answered_at at time zone %(timezone)s)::date as answered_date,
        (reviewed_at at time zone %(timezone)s)::date as reviewed_date
    from silver.reviews_versions
    where
        known_from between %(from_day)s::date and %(day)s::date
        and (known_to is null or known_to > %(day)s::date)
        and stars is not null
),

sources as (
    select count(answered_at) > 0 as tells_answers
    from silver.reviews_versions
    where known_from <= %(day)s::date
),

dated_reviews as (
    select
        known_reviews.review_id,
        known_reviews.order_id,
        known_reviews.stars,
        known_reviews.review_words,
        coalesce(known_reviews.product_id, known_reviews.order_id) as group_id,
        case
            when sources.tells_answers then known_reviews.answered_date
            else coalesce(known_reviews.reviewed_date, known_reviews.known_from)
        end as day
    from known_reviews
    cross join sources
    where known_reviews.review_words <> ''
)

select
    day,
    review_id,
    order_id,
    group_id,
    stars,
    review_words,
    review_id || ' ' || order_id as review_key
from dated_reviews
where day between %(from_day)s::date and %(day)s::date
order by day, review_id, order_id
