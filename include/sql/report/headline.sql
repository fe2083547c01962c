-- report/headline: one row: the day's figures beside those of the 28 days before.
-- Reads gold.daily_kpis. `usual_deviation` is the spread of the daily on-time rates around their
-- pooled mean, weighted by orders; the band that a page shows is never tighter than chance allows.
with usual_days as (
    select
        date,
        on_time_rate::float8 as on_time_rate,
        (on_time_orders_count + late_orders_count)::float8 as settled_orders_count
    from gold.daily_kpis
    where
        date between %(day)s::date - 28 and %(day)s::date - 1
        and on_time_rate is not null
),

usual as (
    select
        sum(on_time_rate * settled_orders_count) / sum(settled_orders_count) as usual_rate,
        count(*) as usual_days_count
    from usual_days
),

spread as (
    select
        sqrt(
            sum(
                usual_days.settled_orders_count
                * (usual_days.on_time_rate - usual.usual_rate) ^ 2
            ) / sum(usual_days.settled_orders_count)
        ) as usual_deviation
    from usual_days
    cross join usual
),

week as (
    select
        sum(on_time_orders_count)::float8
        / nullif(sum(on_time_orders_count + late_orders_count), 0) as week_rate
    from gold.daily_kpis
    where date between %(day)s::date - 6 and %(day)s::date
),

usual_volume as (
    select
        avg(orders_count)::float8 as usual_orders_count,
        avg(revenue_amount)::float8 as usual_revenue_amount
    from gold.daily_kpis
    where date between %(day)s::date - 28 and %(day)s::date - 1
)

select
    kpis.on_time_rate::float8 as on_time_rate,
    kpis.on_time_orders_count,
    kpis.late_orders_count,
    kpis.orders_count,
    kpis.revenue_amount,
    usual.usual_rate,
    usual.usual_days_count,
    spread.usual_deviation,
    week.week_rate,
    usual_volume.usual_orders_count,
    usual_volume.usual_revenue_amount
from usual
cross join spread
cross join week
cross join usual_volume
left join gold.daily_kpis as kpis
    on kpis.date = %(day)s::date
