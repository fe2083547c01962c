-- features/customer_products/numbered_orders: one row per order placed by the end of a day, its
-- place among the customer's orders counted from 1. Step 1 of 2 of the full build.
-- Reads silver.orders_versions, silver.customers_versions. Only customers of one slice.
-- A number that the source states decides before the time does: orders may share a moment.
-- customer_number sorts faster than the id, and in the same order.
create temporary table numbered_orders on commit drop as
with accounts as (
    select
        customers_versions.customer_id,
        customers_versions.person_id
    from silver.customers_versions
    where
        customers_versions.known_from <= %(known_day)s::date
        and (
            customers_versions.known_to is null
            or customers_versions.known_to > %(known_day)s::date
        )
),

placed_orders as (
    select
        orders_versions.order_id,
        orders_versions.customer_order_number,
        orders_versions.ordered_at,
        coalesce(accounts.person_id, orders_versions.customer_id) as customer_id
    from silver.orders_versions
    left join accounts on orders_versions.customer_id = accounts.customer_id
    where
        orders_versions.known_from <= %(known_day)s::date
        and (orders_versions.known_to is null or orders_versions.known_to > %(known_day)s::date)
        and coalesce(
            orders_versions.ordered_at
            < (%(day)s::date + 1)::timestamp at time zone %(timezone)s,
            true
        )
)

select
    placed_orders.order_id,
    placed_orders.customer_id,
    placed_orders.customer_order_number,
    placed_orders.ordered_at,
    dense_rank() over (order by placed_orders.customer_id)::integer as customer_number,
    row_number() over (
        partition by placed_orders.customer_id
        order by
            placed_orders.customer_order_number,
            placed_orders.ordered_at,
            placed_orders.order_id
    )::integer as order_number
from placed_orders
where
    satisfies_hash_partition(
        'ml.customer_products'::regclass,
        %(slices)s,
        %(slice)s,
        placed_orders.customer_id
    )
    and placed_orders.customer_id is not null;

analyze numbered_orders;
