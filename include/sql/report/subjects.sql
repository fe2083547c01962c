-- report/subjects: one row: what the source has told of up to the day, whatever the figures are.
-- Reads gold.fact_orders. An order without a time counts on every day.
with told as (
    select
        ordered_at,
        promised_at,
        revenue_amount
    from gold.fact_orders
    where ordered_date <= %(day)s::date or ordered_date is null
)

select
    count(*) as orders_count,
    count(*) > 0 as has_orders,
    count(ordered_at) > 0 as has_order_times,
    count(promised_at) > 0 as has_promises,
    coalesce(bool_or(revenue_amount <> 0), false) as has_prices
from told
