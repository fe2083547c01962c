-- features/review_risk/questions: one row per order whose survey went out on a day of the range and
-- was not answered by that evening.
-- Step 2 of ml.features_review_risk. Reads silver.reviews_versions as known on the evening; stars
-- and texts are not read. A source that does not tell when reviews are answered has no question.
create temporary table questions on commit drop as
with sources as (
    select count(answered_at) > 0 as tells_answers
    from silver.reviews_versions
    where known_from <= greatest(%(to_day)s::date, %(first_drop)s::date)
),

survey_versions as (
    select
        order_id,
        reviewed_at,
        answered_at,
        known_from,
        coalesce(known_to, 'infinity') as known_to,
        (reviewed_at at time zone %(timezone)s)::date as day
    from silver.reviews_versions
    where
        order_id <> ''
        and known_from <= greatest(%(to_day)s::date, %(first_drop)s::date)
        and reviewed_at >= %(from_day)s::date::timestamp at time zone %(timezone)s
        and reviewed_at < (%(to_day)s::date + 1)::timestamp at time zone %(timezone)s
)

select
    survey_versions.day,
    survey_versions.order_id,
    greatest(survey_versions.day, %(first_drop)s::date) as known_day,
    min(survey_versions.reviewed_at) as asked_at,
    (survey_versions.day + 1)::timestamp at time zone %(timezone)s as night_end
from survey_versions
cross join sources
where
    sources.tells_answers
    and survey_versions.known_from <= greatest(survey_versions.day, %(first_drop)s::date)
    and survey_versions.known_to > greatest(survey_versions.day, %(first_drop)s::date)
group by survey_versions.day, survey_versions.order_id
having
    bool_and(
        survey_versions.answered_at is null
        or survey_versions.answered_at
        >= (survey_versions.day + 1)::timestamp at time zone %(timezone)s
    );

analyze questions;
