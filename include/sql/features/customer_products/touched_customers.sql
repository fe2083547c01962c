-- features/customer_products/touched_customers: one row per customer whose orders are to be counted
-- again; is_appended where all that is new are placed orders after the last one counted. Step 2 of
-- 5 of a night. Whoever an order or an account ever belonged to is counted again as well.
-- Reads touched_orders, silver.orders_versions, silver.customers_versions, ml.customer_baskets,
-- ml.basket_state.
create temporary table touched_customers on commit drop as
with owned_orders as (
    select
        touched_orders.is_new,
        unnest(array[orders_versions.customer_id, customers_versions.person_id]) as customer_id,
        coalesce(orders_versions.customer_order_number, 2147483647) as stated_number,
        coalesce(orders_versions.ordered_at, 'infinity') as ordered_at,
        orders_versions.order_id,
        coalesce(
            orders_versions.ordered_at
            < (%(day)s::date + 1)::timestamp at time zone %(timezone)s,
            true
        ) as is_placed
    from touched_orders
    inner join silver.orders_versions on touched_orders.order_id = orders_versions.order_id
    left join silver.customers_versions
        on orders_versions.customer_id = customers_versions.customer_id
),

told as (
    select
        owned_orders.customer_id,
        owned_orders.is_new
        and owned_orders.is_placed
        and coalesce(
            (owned_orders.stated_number, owned_orders.ordered_at, owned_orders.order_id)
            > (
                coalesce(customer_baskets.last_customer_order_number, 2147483647),
                coalesce(customer_baskets.last_ordered_at, 'infinity'),
                customer_baskets.last_order_id
            ),
            true
        ) as is_appended
    from owned_orders
    left join ml.customer_baskets
        on owned_orders.customer_id = customer_baskets.customer_id
    union all
    select
        coalesce(person_id, customer_id) as customer_id,
        false as is_appended
    from silver.customers_versions
    where known_from between %(from_day)s::date and %(to_day)s::date
    union all
    select
        coalesce(person_id, customer_id) as customer_id,
        false as is_appended
    from silver.customers_versions
    where known_to between %(from_day)s::date and %(to_day)s::date
    union all
    select
        customer_id,
        false as is_appended
    from ml.customer_baskets
    where changed_day >= %(from_day)s::date
    union all
    select
        unnest(waiting_customers) as customer_id,
        false as is_appended
    from ml.basket_state
)

select
    customer_id,
    %(is_forward)s and bool_and(is_appended) as is_appended
from told
where customer_id is not null
group by customer_id;

analyze touched_customers;
