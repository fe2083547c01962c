-- features/delay/orders: one row per needed order and known day: what it is, without its progress.
-- Reads needed_orders, baskets, settlements, the silver versions of orders and customers. The
-- seller is the order's or its dearest line's, the payment method the order's or its payment's.
create temporary table known_orders on commit drop as
select
    needed_orders.order_id,
    needed_orders.known_day,
    orders.ordered_at,
    orders.approved_at,
    orders.promised_at,
    coalesce(orders.seller_id, baskets.seller_id) as seller_id,
    orders.partner_id,
    coalesce(orders.area, customers.area) as area,
    coalesce(orders.postal_code, customers.postal_code) as postal_code,
    coalesce(orders.payment_method, settlements.payment_method) as payment_method,
    settlements.payment_methods_count,
    settlements.installments_count,
    baskets.product_category,
    baskets.items_count,
    baskets.sellers_count,
    coalesce(baskets.price_amount, orders.order_amount) as price_amount,
    baskets.freight_amount,
    baskets.weight_grams / 1000 as weight_kg,
    baskets.volume_cm3 / 1000 as volume_litres,
    baskets.handover_due_at
from needed_orders
inner join silver.orders_versions as orders
    on
        needed_orders.order_id = orders.order_id
        and needed_orders.known_day >= orders.known_from
        and needed_orders.known_day < coalesce(orders.known_to, 'infinity')
left join silver.customers_versions as customers
    on
        orders.customer_id = customers.customer_id
        and needed_orders.known_day >= customers.known_from
        and needed_orders.known_day < coalesce(customers.known_to, 'infinity')
left join baskets
    on needed_orders.order_id = baskets.order_id and needed_orders.known_day = baskets.known_day
left join settlements
    on
        needed_orders.order_id = settlements.order_id
        and needed_orders.known_day = settlements.known_day;

analyze known_orders;
