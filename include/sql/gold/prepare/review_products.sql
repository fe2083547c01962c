-- review_products: one row per order of a touched review whose lines all hold one product.
-- A table with statistics of its own: as a step inside the load, its size was guessed at one row.
create temporary table review_products on commit drop as
select
    order_items_versions.order_id,
    min(order_items_versions.product_id) as product_id
from silver.order_items_versions
where
    order_items_versions.order_id in (select touched_reviews.order_id from touched_reviews)
    and order_items_versions.known_from <= %(as_of)s::date
    and (
        order_items_versions.known_to is null or order_items_versions.known_to > %(as_of)s::date
    )
group by order_items_versions.order_id
having count(distinct order_items_versions.product_id) = 1;

analyze review_products;
