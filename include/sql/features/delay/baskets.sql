-- features/delay/baskets: one row per needed order with lines: what its lines add up to.
-- Reads needed_orders, the silver versions of order_items and products. Seller and product category
-- are those of the dearest line.
create temporary table baskets on commit drop as
with item_rows as (
    select
        needed_orders.order_id,
        needed_orders.known_day,
        items.line_number,
        items.seller_id,
        items.quantity,
        items.quantity * items.unit_price_amount as price_amount,
        items.freight_amount,
        items.handover_due_at,
        products.category,
        items.quantity * products.weight_grams as weight_grams,
        items.quantity * products.volume_cm3 as volume_cm3
    from needed_orders
    inner join silver.order_items_versions as items
        on
            needed_orders.order_id = items.order_id
            and needed_orders.known_day >= items.known_from
            and needed_orders.known_day < coalesce(items.known_to, 'infinity')
    left join silver.products_versions as products
        on
            items.product_id = products.product_id
            and needed_orders.known_day >= products.known_from
            and needed_orders.known_day < coalesce(products.known_to, 'infinity')
)

select
    order_id,
    known_day,
    (array_agg(seller_id order by price_amount desc nulls last, line_number asc))[1] as seller_id,
    (array_agg(category order by price_amount desc nulls last, line_number asc))[1]
        as product_category,
    sum(quantity) as items_count,
    count(distinct seller_id) as sellers_count,
    sum(price_amount) as price_amount,
    sum(freight_amount) as freight_amount,
    sum(weight_grams) as weight_grams,
    sum(volume_cm3) as volume_cm3,
    min(handover_due_at) as handover_due_at
from item_rows
group by order_id, known_day;

analyze baskets;
