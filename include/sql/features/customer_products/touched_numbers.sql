-- features/customer_products/touched_numbers: numbered_orders of the touched customers: of those
-- who are appended the new orders, numbered on from the last one; of the others all. Step 3 of 5 of
-- a night. Orders that are known but lie after the day stay in known_orders alone.
-- Reads touched_customers, touched_orders, silver.orders_versions, silver.customers_versions,
-- ml.customer_baskets.
create temporary table known_orders on commit drop as
with recounted_accounts as (
    select customer_id
    from touched_customers
    where not is_appended
    union
    select customers_versions.customer_id
    from touched_customers
    inner join silver.customers_versions
        on touched_customers.customer_id = customers_versions.person_id
    where not touched_customers.is_appended
),

found_orders as (
    select order_id
    from touched_orders
    union
    select orders_versions.order_id
    from recounted_accounts
    inner join silver.orders_versions
        on recounted_accounts.customer_id = orders_versions.customer_id
)

select
    orders_versions.order_id,
    touched_customers.customer_id,
    touched_customers.is_appended,
    orders_versions.customer_order_number,
    orders_versions.ordered_at,
    coalesce(
        orders_versions.ordered_at < (%(day)s::date + 1)::timestamp at time zone %(timezone)s, true
    ) as is_placed
from found_orders
inner join silver.orders_versions on found_orders.order_id = orders_versions.order_id
left join silver.customers_versions
    on
        orders_versions.customer_id = customers_versions.customer_id
        and customers_versions.known_from <= %(known_day)s::date
        and (
            customers_versions.known_to is null
            or customers_versions.known_to > %(known_day)s::date
        )
inner join touched_customers
    on
        coalesce(customers_versions.person_id, orders_versions.customer_id)
        = touched_customers.customer_id
where
    orders_versions.known_from <= %(known_day)s::date
    and (orders_versions.known_to is null or orders_versions.known_to > %(known_day)s::date);

create temporary table numbered_orders on commit drop as
select
    known_orders.order_id,
    known_orders.customer_id,
    known_orders.customer_order_number,
    known_orders.ordered_at,
    dense_rank() over (order by known_orders.customer_id)::integer as customer_number,
    case when known_orders.is_appended then coalesce(customer_baskets.orders_count, 0) else 0 end
    + row_number() over (
        partition by known_orders.customer_id
        order by
            known_orders.customer_order_number,
            known_orders.ordered_at,
            known_orders.order_id
    )::integer as order_number
from known_orders
left join ml.customer_baskets on known_orders.customer_id = customer_baskets.customer_id
where known_orders.is_placed;

analyze numbered_orders;
