-- report/lateness_returns: one row per horizon in days, month of the first order, and late or not:
-- the customers of the two years before, how many ordered again within the horizon, and for what.
-- The clock starts when the customer knew: at the delivery of a first order that came on time, at
-- the promise of one that had not come by then. It must have run out by the day. Who had ordered
-- again before it started is left out. Reads gold.fact_orders, without cancelled orders.
with numbered as (
    select
        ordered_date,
        promised_at,
        promised_date,
        delivered_at,
        delivered_date,
        row_number() over orders_of_customer as order_number,
        lead(ordered_at) over orders_of_customer as next_ordered_at,
        lead(ordered_date) over orders_of_customer as next_ordered_date,
        lead(revenue_amount) over orders_of_customer as next_revenue_amount
    from gold.fact_orders
    where not is_cancelled and customer_id is not null and ordered_date <= %(day)s::date
    window orders_of_customer as (partition by customer_id order by ordered_at, order_id)
),

firsts as (
    select
        next_ordered_at,
        next_ordered_date,
        next_revenue_amount,
        date_trunc('month', ordered_date)::date as month,
        coalesce(delivered_at > promised_at, true) as is_late,
        least(delivered_at, promised_at) as known_at,
        least(delivered_date, promised_date) as known_date
    from numbered
    where order_number = 1 and promised_at is not null
),

followed as (
    select
        horizons.days,
        firsts.month,
        firsts.is_late,
        firsts.next_revenue_amount,
        coalesce(firsts.next_ordered_date <= firsts.known_date + horizons.days, false) as is_back
    from firsts
    cross join unnest(%(horizons)s::integer[]) as horizons (days)
    where
        firsts.known_date between %(day)s::date - 729 and %(day)s::date - horizons.days
        and (firsts.next_ordered_at is null or firsts.next_ordered_at > firsts.known_at)
)

select
    days as horizon_days,
    month,
    is_late,
    count(*) as customers_count,
    count(*) filter (where is_back) as returned_count,
    coalesce(sum(next_revenue_amount) filter (where is_back), 0)::float8 as returned_amount,
    coalesce(sum(next_revenue_amount ^ 2) filter (where is_back), 0)::float8 as returned_squares
from followed
group by days, month, is_late
order by days, month, is_late
