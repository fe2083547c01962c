-- features/customer_products/waiting_orders: customers with an order that is known and whose stated
-- time lies after the day. Reads silver.orders_versions, silver.customers_versions.
select distinct coalesce(customers_versions.person_id, orders_versions.customer_id) as customer_id
from silver.orders_versions
left join silver.customers_versions
    on
        orders_versions.customer_id = customers_versions.customer_id
        and customers_versions.known_from <= %(known_day)s::date
        and (
            customers_versions.known_to is null
            or customers_versions.known_to > %(known_day)s::date
        )
where
    orders_versions.known_from <= %(known_day)s::date
    and (orders_versions.known_to is null or orders_versions.known_to > %(known_day)s::date)
    and orders_versions.ordered_at >= (%(day)s::date + 1)::timestamp at time zone %(timezone)s
    and orders_versions.customer_id is not null
