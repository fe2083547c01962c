-- features/customer_products/touched_orders: one row per order that the nights from_day to to_day
-- told of, or of whose lines they did; is_new where no night before did. Step 1 of 5 of a night.
-- Reads silver.orders_versions, silver.order_items_versions.
create temporary table touched_orders on commit drop as
with told as (
    select order_id
    from silver.orders_versions
    where known_from between %(from_day)s::date and %(to_day)s::date
    union
    select order_id
    from silver.orders_versions
    where known_to between %(from_day)s::date and %(to_day)s::date
    union
    select order_id
    from silver.order_items_versions
    where known_from between %(from_day)s::date and %(to_day)s::date
    union
    select order_id
    from silver.order_items_versions
    where known_to between %(from_day)s::date and %(to_day)s::date
)

select
    told.order_id,
    not exists (
        select 1
        from silver.orders_versions
        where
            orders_versions.order_id = told.order_id
            and orders_versions.known_from < %(from_day)s::date
    )
    and not exists (
        select 1
        from silver.order_items_versions
        where
            order_items_versions.order_id = told.order_id
            and order_items_versions.known_from < %(from_day)s::date
    ) as is_new
from told;

analyze touched_orders;
