-- report/long_run: one row: expected and observed late orders over all nights scored before the
-- day, each as its newest evening up to the day knew it. Reads ml.alert_outcomes.
with newest as (
    select distinct on (day)
        day,
        settled_orders_count,
        expected_late_orders_count,
        late_orders_count
    from ml.alert_outcomes
    where
        known_by <= %(day)s::date
        and model = %(model)s
        and day < %(day)s::date
    order by day asc, known_by desc
)

select
    min(day) as first_day,
    count(*) as nights_count,
    coalesce(sum(settled_orders_count), 0)::bigint as settled_orders_count,
    coalesce(sum(expected_late_orders_count), 0)::float8 as expected_late_orders_count,
    coalesce(sum(late_orders_count), 0)::bigint as late_orders_count
from newest
where settled_orders_count > 0
