-- features/delay/orders: one row per order and known day that questions, queues and events need:
-- what an order is, without its progress. Reads the silver versions of orders,
-- customers, order_items, products. The seller is the order's or its dearest item's.
create temporary table known_orders on commit drop as
with needed as (
    select
        order_id,
        known_day
    from questions
    union distinct
    select
        order_id,
        known_day
    from open_orders
    union distinct
    select
        order_id,
        known_day
    from events
),

item_rows as (
    select
        needed.order_id,
        needed.known_day,
        items.line_number,
        items.seller_id,
        items.quantity,
        items.quantity * items.unit_price_amount as price_amount,
        items.freight_amount,
        items.handover_due_at,
        items.quantity * products.weight_grams as weight_grams,
        items.quantity * products.volume_cm3 as volume_cm3
    from needed
    inner join silver.order_items_versions as items
        on
            needed.order_id = items.order_id
            and needed.known_day >= items.known_from
            and needed.known_day < coalesce(items.known_to, 'infinity')
    left join silver.products_versions as products
        on
            items.product_id = products.product_id
            and needed.known_day >= products.known_from
            and needed.known_day < coalesce(products.known_to, 'infinity')
),

baskets as (
    select
        order_id,
        known_day,
        (array_agg(seller_id order by price_amount desc nulls last, line_number asc))[1]
            as seller_id,
        sum(quantity) as items_count,
        count(distinct seller_id) as sellers_count,
        sum(price_amount) as price_amount,
        sum(freight_amount) as freight_amount,
        sum(weight_grams) as weight_grams,
        sum(volume_cm3) as volume_cm3,
        min(handover_due_at) as handover_due_at
    from item_rows
    group by order_id, known_day
)

select
    needed.order_id,
    needed.known_day,
    orders.ordered_at,
    orders.approved_at,
    coalesce(orders.seller_id, baskets.seller_id) as seller_id,
    orders.partner_id,
    coalesce(orders.area, customers.area) as area,
    coalesce(orders.postal_code, customers.postal_code) as postal_code,
    baskets.items_count,
    baskets.sellers_count,
    coalesce(baskets.price_amount, orders.order_amount) as price_amount,
    baskets.freight_amount,
    baskets.weight_grams / 1000 as weight_kg,
    baskets.volume_cm3 / 1000 as volume_litres,
    baskets.handover_due_at
from needed
inner join silver.orders_versions as orders
    on
        needed.order_id = orders.order_id
        and needed.known_day >= orders.known_from
        and needed.known_day < coalesce(orders.known_to, 'infinity')
left join silver.customers_versions as customers
    on
        orders.customer_id = customers.customer_id
        and needed.known_day >= customers.known_from
        and needed.known_day < coalesce(customers.known_to, 'infinity')
left join baskets
    on needed.order_id = baskets.order_id and needed.known_day = baskets.known_day;

analyze known_orders;
