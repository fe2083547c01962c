-- report/daily: one row per date: the two years up to the day, of which a page shows the second.
-- Reads gold.daily_kpis, gold.fact_orders. The average delay is taken from the orders, because
-- deliveries after the day are known to gold when an older day is rendered again.
with delays as (
    select
        promised_date,
        count(*) as late_deliveries_count,
        sum(delay_minutes)::float8 as delay_minutes
    from gold.fact_orders
    where
        promised_date between %(day)s::date - 729 and %(day)s::date
        and delivered_date <= %(day)s::date
        and is_late
    group by promised_date
)

select
    kpis.date,
    kpis.orders_count,
    kpis.cancelled_orders_count,
    kpis.revenue_amount,
    kpis.on_time_orders_count,
    kpis.late_orders_count,
    kpis.spend_amount,
    coalesce(delays.late_deliveries_count, 0) as late_deliveries_count,
    coalesce(delays.delay_minutes, 0) as delay_minutes
from gold.daily_kpis as kpis
left join delays
    on kpis.date = delays.promised_date
where kpis.date between %(day)s::date - 729 and %(day)s::date
order by kpis.date
