-- gold.fact_orders: one row per order.
-- Reads silver.orders_versions, silver.deliveries_versions and the tables that `prepare/` made
-- of the touched orders. Lateness is by time stamp, dates are local.
delete from gold.fact_orders
where fact_orders.order_id in (select touched_orders.order_id from touched_orders);

insert into gold.fact_orders (
    order_id, customer_id, seller_id, partner_id, status, ordered_at, ordered_date, approved_at,
    handed_over_at, promised_from_at, promised_at, promised_date, delivered_at, delivered_date,
    is_delivered, is_cancelled, is_late, is_overdue, delay_minutes, items_count, products_count,
    sellers_count, revenue_amount, freight_amount, paid_amount, payment_method, area, city,
    postal_code, delay_reason, distance_km, stars
)
with
orders as (
    select
        orders_versions.order_id,
        orders_versions.seller_id,
        orders_versions.partner_id,
        orders_versions.status,
        orders_versions.ordered_at,
        orders_versions.approved_at,
        orders_versions.promised_from_at,
        orders_versions.promised_at,
        orders_versions.payment_method,
        coalesce(orders_versions.status = 'cancelled', false) as is_cancelled
    from silver.orders_versions
    inner join touched_orders on orders_versions.order_id = touched_orders.order_id
    where
        orders_versions.known_from <= %(as_of)s::date
        and (orders_versions.known_to is null or orders_versions.known_to > %(as_of)s::date)
),

deliveries as (
    select
        deliveries_versions.order_id,
        deliveries_versions.partner_id,
        deliveries_versions.handed_over_at,
        deliveries_versions.delivered_at,
        deliveries_versions.delay_reason,
        deliveries_versions.distance_km
    from silver.deliveries_versions
    inner join touched_orders on deliveries_versions.order_id = touched_orders.order_id
    where
        deliveries_versions.known_from <= %(as_of)s::date
        and (deliveries_versions.known_to is null or deliveries_versions.known_to > %(as_of)s::date)
)

select
    orders.order_id,
    order_addresses.customer_id,
    coalesce(orders.seller_id, order_baskets.main_seller_id) as seller_id,
    coalesce(deliveries.partner_id, orders.partner_id) as partner_id,
    orders.status,
    orders.ordered_at,
    (orders.ordered_at at time zone %(timezone)s)::date as ordered_date,
    orders.approved_at,
    deliveries.handed_over_at,
    orders.promised_from_at,
    orders.promised_at,
    (orders.promised_at at time zone %(timezone)s)::date as promised_date,
    deliveries.delivered_at,
    (deliveries.delivered_at at time zone %(timezone)s)::date as delivered_date,
    deliveries.delivered_at is not null as is_delivered,
    orders.is_cancelled,
    deliveries.delivered_at > orders.promised_at as is_late,
    deliveries.delivered_at is null
    and coalesce(orders.status, '') not in ('cancelled', 'delivered')
    and coalesce(
        orders.promised_at < (%(as_of)s::date + 1)::timestamp at time zone %(timezone)s, false
    ) as is_overdue,
    round(extract(epoch from deliveries.delivered_at - orders.promised_at) / 60, 2)
        as delay_minutes,
    coalesce(order_baskets.items_count, 0) as items_count,
    coalesce(order_baskets.products_count, 0) as products_count,
    coalesce(order_baskets.sellers_count, 0) as sellers_count,
    case when orders.is_cancelled then 0 else coalesce(order_baskets.items_amount, 0) end
        as revenue_amount,
    case when orders.is_cancelled then 0 else coalesce(order_baskets.freight_amount, 0) end
        as freight_amount,
    coalesce(order_payments.paid_amount, 0) as paid_amount,
    coalesce(orders.payment_method, order_payments.payment_method) as payment_method,
    order_addresses.area,
    order_addresses.city,
    order_addresses.postal_code,
    deliveries.delay_reason,
    deliveries.distance_km,
    order_stars.stars
from orders
inner join order_addresses on orders.order_id = order_addresses.order_id
left join deliveries on orders.order_id = deliveries.order_id
left join order_baskets on orders.order_id = order_baskets.order_id
left join order_payments on orders.order_id = order_payments.order_id
left join order_stars on orders.order_id = order_stars.order_id;
