-- #warn: An order line has no order, or names a product or seller whose row never came.
-- Reads the lines of the orders that this publication recomputed; a line without its order stands
-- in silver only. A source without products or sellers is silent about them.
select
    order_lines.order_id,
    order_lines.line_number,
    order_lines.product_id,
    order_lines.seller_id,
    fact_orders.order_id is null as is_order_missing
from order_lines
left join gold.fact_orders on order_lines.order_id = fact_orders.order_id
left join gold.dim_products on order_lines.product_id = dim_products.product_id
left join gold.dim_sellers on order_lines.seller_id = dim_sellers.seller_id
where
    fact_orders.order_id is null
    or (
        dim_products.product_id is null
        and exists (select any_product.product_id from gold.dim_products as any_product)
    )
    or (
        order_lines.seller_id is not null
        and dim_sellers.seller_id is null
        and exists (select any_seller.seller_id from gold.dim_sellers as any_seller)
    );
