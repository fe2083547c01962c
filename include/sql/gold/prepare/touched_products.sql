-- touched_products: keys of silver.products to recompute in this publication.
-- Changed rows (ops.touched_keys), versions that begin or end as the newest day moves on, and the
-- products of a category whose translation changed.
create temporary table touched_products on commit drop as
with
touched_categories as (
    select touched_keys.key ->> 'category' as category
    from ops.touched_keys
    where touched_keys.table_name = 'categories'
    union
    select categories_versions.category
    from silver.categories_versions
    where
        categories_versions.known_from between %(since)s::date and %(as_of)s::date
        or categories_versions.known_to between %(since)s::date and %(as_of)s::date
)

select touched_keys.key ->> 'product_id' as product_id
from ops.touched_keys
where touched_keys.table_name = 'products'
union
select products_versions.product_id
from silver.products_versions
where
    products_versions.known_from between %(since)s::date and %(as_of)s::date
    or products_versions.known_to between %(since)s::date and %(as_of)s::date
union
select products_versions.product_id
from silver.products_versions
inner join touched_categories on products_versions.category = touched_categories.category;

analyze touched_products;
