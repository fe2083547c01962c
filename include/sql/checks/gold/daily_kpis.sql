-- #fail: A date's orders or revenue differ from gold.fact_orders, or a date of the calendar lacks.
-- Reads every order, on purpose: it is what finds a date that should have been recomputed and was
-- not. Some 100 ms for a million orders.
with
placed as (
    select
        fact_orders.ordered_date as date,
        count(*) as orders_count,
        sum(fact_orders.revenue_amount) as revenue_amount
    from gold.fact_orders
    where fact_orders.ordered_date <= %(as_of)s::date
    group by fact_orders.ordered_date
)

select
    daily_kpis.orders_count,
    placed.orders_count as orders_in_fact_orders,
    daily_kpis.revenue_amount,
    placed.revenue_amount as revenue_in_fact_orders,
    coalesce(dim_dates.date, daily_kpis.date, placed.date) as date,
    dim_dates.date is not null as is_in_calendar
from gold.dim_dates
full outer join gold.daily_kpis on dim_dates.date = daily_kpis.date
full outer join placed on dim_dates.date = placed.date
where
    dim_dates.date is null
    or daily_kpis.date is null
    or daily_kpis.orders_count <> coalesce(placed.orders_count, 0)
    or daily_kpis.revenue_amount <> coalesce(placed.revenue_amount, 0)
    or daily_kpis.on_time_rate not between 0 and 1
    or daily_kpis.promised_orders_count
    < daily_kpis.on_time_orders_count + daily_kpis.late_orders_count;
