-- features/late_orders/due_orders: one row per order with a promise: its groups, its dates, and
-- whether it was late. Step 2. Reads placed_orders, the silver versions of deliveries as known on
-- the day. `due_date` is the evening by whose end the promise has passed. Late is delivered after
-- the promise or not at all; it is null while the promise is ahead. Cancelled orders, and those
-- delivered without a time, have no outcome (`is_settled_by_promise`). Sellers are grouped by their
-- orders of the 90 days before; few sellers are told apart.
drop table if exists due_orders;

create temporary table due_orders on commit drop as
with known as (
    select
        greatest(%(day)s::date, min(known_from)) as known_day,
        (%(day)s::date + 1)::timestamp at time zone %(timezone)s as night_end
    from silver.orders_versions
),

deliveries as (
    select
        versions.order_id,
        versions.delivered_at
    from silver.deliveries_versions as versions
    cross join known
    where
        known.known_day >= versions.known_from
        and known.known_day < coalesce(versions.known_to, 'infinity')
),

seller_counts as (
    select count(distinct seller_id) <= 30 as are_few
    from placed_orders
),

counted as (
    select
        placed_orders.order_id,
        placed_orders.ordered_at,
        placed_orders.promised_at,
        placed_orders.status,
        placed_orders.area,
        placed_orders.seller_id,
        count(*) over (
            partition by placed_orders.seller_id order by placed_orders.ordered_at
            range between interval '90 days' preceding and current row
        ) as seller_orders_count
    from placed_orders
)

select
    counted.order_id,
    counted.area,
    (counted.ordered_at at time zone %(timezone)s)::date as ordered_date,
    (counted.promised_at at time zone %(timezone)s - interval '1 microsecond')::date as due_date,
    coalesce(counted.status, '') <> 'cancelled'
    and (coalesce(counted.status, '') <> 'delivered' or deliveries.delivered_at is not null)
        as is_settled_by_promise,
    case
        when counted.promised_at <= known.night_end
            then coalesce(deliveries.delivered_at > counted.promised_at, true)
    end as is_late,
    case
        when counted.seller_id = '' then '(no seller)'
        when seller_counts.are_few then counted.seller_id
        when counted.seller_orders_count < 10 then 'fewer than 10 orders in 90 days'
        when counted.seller_orders_count < 50 then '10 to 49 orders in 90 days'
        else '50 or more orders in 90 days'
    end as seller_group
from counted
cross join known
cross join seller_counts
left join deliveries on counted.order_id = deliveries.order_id
where counted.promised_at > %(from_day)s::date::timestamp at time zone %(timezone)s;

analyze due_orders;
