-- Adds to orphan_rows the touched deliveries, payments and reviews whose parent has not come.
-- Reads silver, gold.fact_orders, gold.dim_products and gold.fact_reviews.
insert into orphan_rows (table_name, row_id, row_part, missing_table, missing_id)
select
    'deliveries' as table_name,
    deliveries_versions.order_id as row_id,
    '' as row_part,
    'orders' as missing_table,
    deliveries_versions.order_id as missing_id
from silver.deliveries_versions
inner join touched_orders on deliveries_versions.order_id = touched_orders.order_id
left join gold.fact_orders on deliveries_versions.order_id = fact_orders.order_id
where
    deliveries_versions.known_from <= %(as_of)s::date
    and (deliveries_versions.known_to is null or deliveries_versions.known_to > %(as_of)s::date)
    and fact_orders.order_id is null
    and 'orders' = any(%(subjects)s);

insert into orphan_rows (table_name, row_id, row_part, missing_table, missing_id)
select
    'payments' as table_name,
    payments_versions.order_id as row_id,
    payments_versions.payment_number::text as row_part,
    'orders' as missing_table,
    payments_versions.order_id as missing_id
from silver.payments_versions
inner join touched_orders on payments_versions.order_id = touched_orders.order_id
left join gold.fact_orders on payments_versions.order_id = fact_orders.order_id
where
    payments_versions.known_from <= %(as_of)s::date
    and (payments_versions.known_to is null or payments_versions.known_to > %(as_of)s::date)
    and fact_orders.order_id is null
    and 'orders' = any(%(subjects)s);

insert into orphan_rows (table_name, row_id, row_part, missing_table, missing_id)
select
    'reviews' as table_name,
    fact_reviews.review_id as row_id,
    fact_reviews.order_id as row_part,
    'orders' as missing_table,
    fact_reviews.order_id as missing_id
from gold.fact_reviews
inner join touched_reviews
    on
        fact_reviews.review_id = touched_reviews.review_id
        and fact_reviews.order_id = touched_reviews.order_id
left join gold.fact_orders on fact_reviews.order_id = fact_orders.order_id
where
    fact_reviews.order_id <> ''
    and fact_orders.order_id is null
    and 'orders' = any(%(subjects)s);

insert into orphan_rows (table_name, row_id, row_part, missing_table, missing_id)
select
    'reviews' as table_name,
    fact_reviews.review_id as row_id,
    fact_reviews.order_id as row_part,
    'products' as missing_table,
    fact_reviews.product_id as missing_id
from gold.fact_reviews
inner join touched_reviews
    on
        fact_reviews.review_id = touched_reviews.review_id
        and fact_reviews.order_id = touched_reviews.order_id
left join gold.dim_products on fact_reviews.product_id = dim_products.product_id
where
    fact_reviews.product_id is not null
    and dim_products.product_id is null
    and 'products' = any(%(subjects)s);
