-- report/review_topics: one row per topic of complaints on the day, those that come up most first.
-- Reads ml.review_topics.
select
    topic,
    topic_name,
    recent_count,
    recent_texts_count,
    ratio,
    ratio_lower,
    ratio_upper,
    is_surging
from ml.review_topics
where day = %(day)s::date and model = %(model)s
order by is_surging desc, recent_count desc, topic asc
