-- order_lines: one row per line of a touched order, as of the newest published day.
create temporary table order_lines on commit drop as
select
    order_items_versions.order_id,
    order_items_versions.line_number,
    order_items_versions.product_id,
    order_items_versions.seller_id,
    order_items_versions.unit_price_amount,
    coalesce(order_items_versions.quantity, 1) as quantity,
    coalesce(
        coalesce(order_items_versions.quantity, 1) * order_items_versions.unit_price_amount, 0
    ) as line_amount,
    coalesce(order_items_versions.freight_amount, 0) as freight_amount
from silver.order_items_versions
inner join touched_orders on order_items_versions.order_id = touched_orders.order_id
where
    order_items_versions.known_from <= %(as_of)s::date
    and (
        order_items_versions.known_to is null or order_items_versions.known_to > %(as_of)s::date
    );

analyze order_lines;
