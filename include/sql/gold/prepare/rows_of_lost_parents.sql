-- Adds to touched_orders and touched_reviews the rows whose product or seller has gone.
-- A parent goes when its day is loaded again without it, or when a full refresh lacks it.
create temporary table lost_parents on commit drop as
select
    'products' as table_name,
    touched_products.product_id as parent_id
from touched_products
where
    not exists (
        select products_versions.product_id
        from silver.products_versions
        where
            products_versions.product_id = touched_products.product_id
            and products_versions.known_from <= %(as_of)s::date
            and (products_versions.known_to is null or products_versions.known_to > %(as_of)s::date)
    )
union all
select
    'sellers' as table_name,
    touched_sellers.seller_id as parent_id
from touched_sellers
where
    not exists (
        select sellers_versions.seller_id
        from silver.sellers_versions
        where
            sellers_versions.seller_id = touched_sellers.seller_id
            and sellers_versions.known_from <= %(as_of)s::date
            and (sellers_versions.known_to is null or sellers_versions.known_to > %(as_of)s::date)
    );

analyze lost_parents;

insert into touched_orders (order_id)
select fact_sales.order_id
from gold.fact_sales
inner join lost_parents on fact_sales.product_id = lost_parents.parent_id
where lost_parents.table_name = 'products'
union
select fact_sales.order_id
from gold.fact_sales
inner join lost_parents on fact_sales.seller_id = lost_parents.parent_id
where lost_parents.table_name = 'sellers'
except
select touched_orders.order_id
from touched_orders;

insert into touched_reviews (review_id, order_id)
select
    fact_reviews.review_id,
    fact_reviews.order_id
from gold.fact_reviews
inner join lost_parents on fact_reviews.product_id = lost_parents.parent_id
where lost_parents.table_name = 'products'
except
select
    touched_reviews.review_id,
    touched_reviews.order_id
from touched_reviews;
