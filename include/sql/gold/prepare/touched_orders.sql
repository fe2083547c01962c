-- touched_orders: the orders to recompute in this publication.
-- Changed rows of any of an order's tables (ops.touched_keys), versions that begin or end as the
-- newest day moves on, orders of changed accounts, and open orders whose promise passed since.
create temporary table touched_orders on commit drop as
with
changed as (
    select touched_keys.key ->> 'order_id' as order_id
    from ops.touched_keys
    where touched_keys.table_name in ('orders', 'order_items', 'deliveries', 'payments', 'reviews')
),

moved_orders as (
    select orders_versions.order_id
    from silver.orders_versions
    where
        orders_versions.known_from between %(since)s::date and %(as_of)s::date
        or orders_versions.known_to between %(since)s::date and %(as_of)s::date
),

moved_order_items as (
    select order_items_versions.order_id
    from silver.order_items_versions
    where
        order_items_versions.known_from between %(since)s::date and %(as_of)s::date
        or order_items_versions.known_to between %(since)s::date and %(as_of)s::date
),

moved_deliveries as (
    select deliveries_versions.order_id
    from silver.deliveries_versions
    where
        deliveries_versions.known_from between %(since)s::date and %(as_of)s::date
        or deliveries_versions.known_to between %(since)s::date and %(as_of)s::date
),

moved_payments as (
    select payments_versions.order_id
    from silver.payments_versions
    where
        payments_versions.known_from between %(since)s::date and %(as_of)s::date
        or payments_versions.known_to between %(since)s::date and %(as_of)s::date
),

moved_reviews as (
    select reviews_versions.order_id
    from silver.reviews_versions
    where
        reviews_versions.known_from between %(since)s::date and %(as_of)s::date
        or reviews_versions.known_to between %(since)s::date and %(as_of)s::date
),

of_changed_accounts as (
    select orders_versions.order_id
    from silver.orders_versions
    inner join touched_accounts on orders_versions.customer_id = touched_accounts.customer_id
),

newly_overdue as (
    select fact_orders.order_id
    from gold.fact_orders
    where
        not fact_orders.is_delivered
        and not fact_orders.is_cancelled
        and not fact_orders.is_overdue
        and fact_orders.promised_at
        < (%(as_of)s::date + 1)::timestamp at time zone %(timezone)s
)

select changed.order_id
from changed
where changed.order_id <> ''
union
select moved_orders.order_id
from moved_orders
union
select moved_order_items.order_id
from moved_order_items
union
select moved_deliveries.order_id
from moved_deliveries
union
select moved_payments.order_id
from moved_payments
union
select moved_reviews.order_id
from moved_reviews
where moved_reviews.order_id <> ''
union
select of_changed_accounts.order_id
from of_changed_accounts
union
select newly_overdue.order_id
from newly_overdue;

analyze touched_orders;
