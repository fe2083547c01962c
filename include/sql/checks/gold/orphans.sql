-- #fail: A row is called an orphan although its parent is there.
select
    orphans.table_name,
    orphans.row_id,
    orphans.row_part,
    orphans.missing_table,
    orphans.missing_id
from gold.orphans
left join gold.fact_orders
    on orphans.missing_table = 'orders' and orphans.missing_id = fact_orders.order_id
left join gold.dim_products
    on orphans.missing_table = 'products' and orphans.missing_id = dim_products.product_id
left join gold.dim_sellers
    on orphans.missing_table = 'sellers' and orphans.missing_id = dim_sellers.seller_id
where
    fact_orders.order_id is not null
    or dim_products.product_id is not null
    or dim_sellers.seller_id is not null;
