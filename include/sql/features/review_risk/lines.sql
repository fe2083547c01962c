-- features/review_risk/lines: one row per question: what was ordered, from where to where.
-- Reads questions, known_orders, known_routes, silver.order_items_versions.
create temporary table line_facts on commit drop as
with counted_lines as (
    select
        needed_orders.order_id,
        needed_orders.known_day,
        count(distinct items.product_id) as products_count,
        (array_agg(
            items.product_id
            order by items.unit_price_amount desc nulls last, items.line_number asc
        ))[1] as product_id
    from needed_orders
    inner join silver.order_items_versions as items
        on
            needed_orders.order_id = items.order_id
            and needed_orders.known_day >= items.known_from
            and needed_orders.known_day < coalesce(items.known_to, 'infinity')
    group by needed_orders.order_id, needed_orders.known_day
)

select
    questions.day,
    questions.order_id,
    known_orders.seller_id,
    counted_lines.product_id,
    counted_lines.products_count,
    known_orders.items_count,
    known_orders.sellers_count,
    known_orders.price_amount,
    known_orders.freight_amount,
    known_orders.weight_kg,
    known_orders.product_category,
    known_orders.payment_method,
    known_orders.payment_methods_count,
    known_orders.installments_count,
    known_orders.area,
    known_routes.seller_area,
    known_routes.distance_km,
    known_orders.items_count::double precision
    / nullif(counted_lines.products_count, 0) as items_per_product,
    known_orders.freight_amount / nullif(known_orders.price_amount, 0) as freight_share
from questions
inner join known_orders
    on
        questions.order_id = known_orders.order_id
        and questions.known_day = known_orders.known_day
left join known_routes
    on
        questions.order_id = known_routes.order_id
        and questions.known_day = known_routes.known_day
left join counted_lines
    on
        questions.order_id = counted_lines.order_id
        and questions.known_day = counted_lines.known_day;

analyze line_facts;
