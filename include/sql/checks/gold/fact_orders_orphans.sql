-- #warn: An order names no customer, or one whose row never came.
-- Reads the orders that this publication recomputed; a source without customer rows is silent.
select
    orders_versions.order_id,
    orders_versions.customer_id
from silver.orders_versions
inner join touched_orders on orders_versions.order_id = touched_orders.order_id
left join silver.customers_versions
    on
        orders_versions.customer_id = customers_versions.customer_id
        and customers_versions.known_from <= %(as_of)s::date
        and (customers_versions.known_to is null or customers_versions.known_to > %(as_of)s::date)
where
    orders_versions.known_from <= %(as_of)s::date
    and (orders_versions.known_to is null or orders_versions.known_to > %(as_of)s::date)
    and customers_versions.customer_id is null
    and exists (select any_account.customer_id from silver.customers_versions as any_account);
