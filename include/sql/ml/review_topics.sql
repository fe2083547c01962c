-- ml/review_topics: one row per topic of a version: its negative texts of the last days and before.
-- Reads ml.review_sentiments as scored by the day's end, the newest score of each text; topics
-- without a text have a row, too. The windows hold all texts; those of a topic are negative.
with newest_scores as (
    select distinct on (review_id, order_id)
        topic,
        answered_date > %(day)s::date - %(recent_days)s::integer as is_recent
    from ml.review_sentiments
    where
        model = %(model)s
        and version = %(version)s
        and day <= %(day)s::date
        and answered_date > %(day)s::date - %(window_days)s::integer
    order by review_id asc, order_id asc, day desc
),

topics as (
    select topic
    from generate_series(0, %(topics_count)s::integer - 1) as numbers (topic)
),

texts as (
    select
        count(*) filter (where is_recent) as recent_texts_count,
        count(*) filter (where not is_recent) as usual_texts_count
    from newest_scores
)

select
    topics.topic,
    texts.recent_texts_count,
    texts.usual_texts_count,
    count(newest_scores.topic) filter (where newest_scores.is_recent) as recent_count,
    count(newest_scores.topic) filter (where not newest_scores.is_recent) as usual_count
from topics
cross join texts
left join newest_scores on topics.topic = newest_scores.topic
group by topics.topic, texts.recent_texts_count, texts.usual_texts_count
order by topics.topic
