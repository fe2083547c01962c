-- order_baskets: one row per touched order that has lines: its lines summed up.
-- main_seller_id is the seller of the line with the largest amount, the first of equals.
create temporary table order_baskets on commit drop as
with
ranked_lines as (
    select
        order_lines.order_id,
        order_lines.product_id,
        order_lines.seller_id,
        order_lines.quantity,
        order_lines.line_amount,
        order_lines.freight_amount,
        row_number() over (
            partition by order_lines.order_id
            order by
                order_lines.seller_id is null asc,
                order_lines.line_amount desc,
                order_lines.line_number asc
        ) as size_rank
    from order_lines
)

select
    ranked_lines.order_id,
    sum(ranked_lines.quantity) as items_count,
    count(distinct ranked_lines.product_id) as products_count,
    count(distinct ranked_lines.seller_id) as sellers_count,
    sum(ranked_lines.line_amount) as items_amount,
    sum(ranked_lines.freight_amount) as freight_amount,
    min(ranked_lines.seller_id) filter (where ranked_lines.size_rank = 1) as main_seller_id
from ranked_lines
group by ranked_lines.order_id;

analyze order_baskets;
