-- gold.orphans: one row per row of silver and parent that it names but that never came.
-- Reads orphan_rows (what prepare/ found among the touched rows) and the touched keys. A row whose
-- parent has come since is healed here; it need not be touched itself.
delete from gold.orphans
where
    (
        orphans.table_name in ('orders', 'order_items', 'deliveries', 'payments')
        and orphans.row_id in (select touched_orders.order_id from touched_orders)
    )
    or (
        orphans.table_name = 'reviews'
        and (orphans.row_id, orphans.row_part) in (
            select
                touched_reviews.review_id,
                touched_reviews.order_id
            from touched_reviews
        )
    )
    or (
        orphans.missing_table = 'products'
        and orphans.missing_id in (
            select touched_products.product_id
            from touched_products
            inner join gold.dim_products on touched_products.product_id = dim_products.product_id
        )
    )
    or (
        orphans.missing_table = 'sellers'
        and orphans.missing_id in (
            select touched_sellers.seller_id
            from touched_sellers
            inner join gold.dim_sellers on touched_sellers.seller_id = dim_sellers.seller_id
        )
    );

insert into gold.orphans (table_name, row_id, row_part, missing_table, missing_id)
select
    orphan_rows.table_name,
    orphan_rows.row_id,
    orphan_rows.row_part,
    orphan_rows.missing_table,
    orphan_rows.missing_id
from orphan_rows;
