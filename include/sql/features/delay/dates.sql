-- features/delay/dates: one row per date that questions span: working days and holidays counted up
-- to it, so that two rows tell how many lie between. Reads questions; the holidays are given.
create temporary table dates on commit drop as
with span as (
    select
        max(promised_date) as last_date,
        least(min(day), (min(ordered_at) at time zone %(timezone)s)::date, min(promised_date) - 1)
            as first_date
    from questions
),

every_date as (
    select
        dates.date::date as date,
        dates.date::date = any(%(holidays)s::date[]) as is_holiday,
        extract(isodow from dates.date) <= 5 as is_weekday
    from span
    cross join lateral generate_series(
        span.first_date, greatest(span.last_date, %(to_day)s::date), interval '1 day'
    ) as dates (date)
)

select
    date,
    count(*) filter (where is_weekday and not is_holiday) over dates_before as working_days,
    count(*) filter (where is_holiday) over dates_before as holidays
from every_date
window dates_before as (order by date);

analyze dates;
