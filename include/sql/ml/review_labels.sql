-- ml/review_labels: one row per night and order surveyed, with the answer that is known by the day.
-- Reads the temporary table questions, silver.reviews_versions as known on the day. The answer is
-- the first one to a survey sent on that day; few stars are two at most. Unanswered, it is null.
with answers as (
    select distinct on (order_id, survey_day)
        order_id,
        stars,
        answered_at,
        (reviewed_at at time zone %(timezone)s)::date as survey_day
    from silver.reviews_versions
    where
        known_from <= greatest(%(day)s::date, %(first_drop)s::date)
        and coalesce(known_to, 'infinity') > greatest(%(day)s::date, %(first_drop)s::date)
        and answered_at < (%(day)s::date + 1)::timestamp at time zone %(timezone)s
        and stars is not null
    order by order_id asc, survey_day asc, answered_at asc, review_id asc
)

select
    questions.day,
    questions.order_id,
    questions.asked_at,
    answers.answered_at,
    answers.stars <= 2 as is_positive
from questions
left join answers
    on questions.order_id = answers.order_id and questions.day = answers.survey_day
