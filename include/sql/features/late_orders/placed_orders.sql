-- features/late_orders/placed_orders: one row per order with a promise: its seller and its area.
-- Step 1. Reads the silver versions of orders, customers and order_items as known on the day; the
-- history of the first drop is read as it came.
drop table if exists placed_orders;

create temporary table placed_orders on commit drop as
with known as (
    select
        greatest(%(day)s::date, min(known_from)) as known_day,
        (%(day)s::date + 1)::timestamp at time zone %(timezone)s as night_end
    from silver.orders_versions
),

customers as (
    select
        versions.customer_id,
        versions.area
    from silver.customers_versions as versions
    cross join known
    where
        known.known_day >= versions.known_from
        and known.known_day < coalesce(versions.known_to, 'infinity')
),

sellers as (
    select
        versions.order_id,
        (array_agg(versions.seller_id order by versions.line_number))[1] as seller_id
    from silver.order_items_versions as versions
    cross join known
    where
        known.known_day >= versions.known_from
        and known.known_day < coalesce(versions.known_to, 'infinity')
    group by versions.order_id
)

select
    versions.order_id,
    versions.ordered_at,
    versions.promised_at,
    versions.status,
    coalesce(versions.seller_id, sellers.seller_id, '') as seller_id,
    coalesce(nullif(versions.area, ''), nullif(customers.area, ''), '(no area)') as area
from silver.orders_versions as versions
cross join known
left join customers on versions.customer_id = customers.customer_id
left join sellers on versions.order_id = sellers.order_id
where
    known.known_day >= versions.known_from
    and known.known_day < coalesce(versions.known_to, 'infinity')
    and versions.ordered_at >= (%(from_day)s::date - 180)::timestamp at time zone %(timezone)s
    and versions.ordered_at < known.night_end
    and versions.promised_at is not null;

analyze placed_orders;
