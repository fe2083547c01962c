-- order_addresses: one row per touched order: who ordered and where it goes.
-- The person behind the account, or the account itself where no customer row came. The order's
-- own address, or the account's where the order has none: never a mix of both.
create temporary table order_addresses on commit drop as
with
accounts as (
    select
        customers_versions.customer_id,
        customers_versions.person_id,
        customers_versions.area,
        customers_versions.city,
        customers_versions.postal_code
    from silver.customers_versions
    where
        customers_versions.known_from <= %(as_of)s::date
        and (customers_versions.known_to is null or customers_versions.known_to > %(as_of)s::date)
),

orders as (
    select
        orders_versions.order_id,
        orders_versions.customer_id,
        orders_versions.area,
        orders_versions.city,
        orders_versions.postal_code,
        coalesce(
            orders_versions.area, orders_versions.city, orders_versions.postal_code
        ) is not null as has_address
    from silver.orders_versions
    inner join touched_orders on orders_versions.order_id = touched_orders.order_id
    where
        orders_versions.known_from <= %(as_of)s::date
        and (orders_versions.known_to is null or orders_versions.known_to > %(as_of)s::date)
)

select
    orders.order_id,
    coalesce(accounts.person_id, orders.customer_id) as customer_id,
    case when orders.has_address then orders.area else accounts.area end as area,
    case when orders.has_address then orders.city else accounts.city end as city,
    case
        when orders.has_address then orders.postal_code else accounts.postal_code
    end as postal_code
from orders
left join accounts on orders.customer_id = accounts.customer_id;

analyze order_addresses;
