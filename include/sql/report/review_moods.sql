-- report/review_moods: one row: the texts of the last 28 days and of those before, and how many
-- complain; praised is how many complain beside four stars or more. Reads ml.review_sentiments as
-- scored by the day's end by the version that served the day; none where no version did.
with served as (
    select version
    from ml.served_models
    where day = %(day)s::date and model = %(model)s
),

newest_scores as (
    select distinct on (review_id, order_id)
        stars,
        answered_date > %(day)s::date - 28 as is_recent,
        sentiment = 'negative' as is_negative
    from ml.review_sentiments
    where
        model = %(model)s
        and version in (select served.version from served)
        and day <= %(day)s::date
        and answered_date > %(day)s::date - 180
    order by review_id asc, order_id asc, day desc
)

select
    count(*) filter (where is_recent) as recent_count,
    count(*) filter (where is_recent and is_negative) as recent_negative_count,
    count(*) filter (where not is_recent) as usual_count,
    count(*) filter (where not is_recent and is_negative) as usual_negative_count,
    count(*) filter (where is_recent and is_negative and stars >= 4) as praised_count
from newest_scores
