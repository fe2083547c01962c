-- features/reorders/asked_night: one row per customer with an order that the night told of first:
-- asked about the next order. Reads silver.orders_versions, silver.customers_versions,
-- ml.customer_baskets, ml.customer_products. Last orders without lines are still to be filled.
create temporary table asked on commit drop as
with told as (
    select coalesce(customers_versions.person_id, orders_versions.customer_id) as customer_id
    from silver.orders_versions
    left join silver.customers_versions
        on
            orders_versions.customer_id = customers_versions.customer_id
            and customers_versions.known_from <= %(day)s::date
            and (
                customers_versions.known_to is null
                or customers_versions.known_to > %(day)s::date
            )
    where
        orders_versions.known_from = %(day)s::date
        and not exists (
            select 1
            from silver.orders_versions as earlier
            where
                earlier.order_id = orders_versions.order_id
                and earlier.known_from < %(day)s::date
        )
),

filled as (
    select
        customer_products.customer_id,
        max(customer_products.last_order_number) as last_filled_number
    from ml.customer_products
    where customer_products.customer_id in (select told.customer_id from told)
    group by customer_products.customer_id
)

select
    row_number() over (order by filled.customer_id)::integer as asked_id,
    filled.customer_id,
    null::integer as customer_group,
    filled.last_filled_number + 1 as target_number,
    true as is_last,
    customer_baskets.ordered_dates,
    true as is_counted
from filled
inner join ml.customer_baskets on filled.customer_id = customer_baskets.customer_id
order by hashtextextended(filled.customer_id, 0)
limit %(most_customers)s;

analyze asked;
