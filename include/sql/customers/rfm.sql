-- customers/rfm: one row per person who has ordered: recency, frequency and money at the end of a
-- day. Reads silver.orders_versions, customers_versions, order_items_versions, deliveries_versions.
-- Facts count as known on known_day: the day itself, or, before the first drop, which brought all
-- history at once, the day of that drop. Orders that were cancelled are counted apart. An order
-- is late when it came after its promise, or is open after it.
with night as (
    select (%(day)s::date + 1)::timestamp at time zone %(timezone)s as night_end
),

accounts as (
    select
        customer_id,
        person_id
    from silver.customers_versions
    where known_from <= %(known_day)s::date and coalesce(known_to > %(known_day)s::date, true)
),

order_amounts as (
    select
        order_id,
        sum(coalesce(quantity, 1) * unit_price_amount) as amount
    from silver.order_items_versions
    where
        unit_price_amount is not null
        and known_from <= %(known_day)s::date
        and coalesce(known_to > %(known_day)s::date, true)
    group by order_id
),

orders as (
    select
        order_amounts.amount,
        coalesce(accounts.person_id, placed.customer_id) as customer_id,
        (placed.ordered_at at time zone %(timezone)s)::date as ordered_date,
        coalesce(placed.status = 'cancelled', false) as is_cancelled,
        case
            when placed.promised_at is null then null
            when deliveries.delivered_at < night.night_end
                then deliveries.delivered_at > placed.promised_at
            when
                deliveries.delivered_at is null
                and coalesce(placed.status, '') in ('cancelled', 'delivered')
                then null
            when placed.promised_at < night.night_end then true
        end as is_late
    from silver.orders_versions as placed
    cross join night
    left join accounts on placed.customer_id = accounts.customer_id
    left join order_amounts on placed.order_id = order_amounts.order_id
    left join silver.deliveries_versions as deliveries
        on
            placed.order_id = deliveries.order_id
            and deliveries.known_from <= %(known_day)s::date
            and coalesce(deliveries.known_to > %(known_day)s::date, true)
    where
        placed.known_from <= %(known_day)s::date
        and coalesce(placed.known_to > %(known_day)s::date, true)
        and coalesce(placed.ordered_at < night.night_end, true)
        and placed.customer_id is not null
)

select
    customer_id,
    %(day)s::date - max(ordered_date) filter (where not is_cancelled) as recency_days,
    %(day)s::date - min(ordered_date) as tenure_days,
    count(*) filter (where not is_cancelled) as orders_count,
    count(*) filter (where is_cancelled) as cancelled_orders_count,
    sum(amount) filter (where not is_cancelled) as revenue_amount,
    avg(amount) filter (where not is_cancelled) as average_order_amount,
    count(is_late) as settled_orders_count,
    count(*) filter (where is_late) as late_orders_count,
    avg(is_late::integer) as late_share
from orders
group by customer_id
order by customer_id
