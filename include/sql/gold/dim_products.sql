-- gold.dim_products: one row per product.
-- Reads silver.products_versions and silver.categories_versions; recomputes the products in
-- touched_products. The category is in English where product or category translate it.
delete from gold.dim_products
where dim_products.product_id in (select touched_products.product_id from touched_products);

insert into gold.dim_products (
    product_id, product_name, category, brand, price_amount, weight_grams, volume_cm3
)
with
categories as (
    select
        categories_versions.category,
        categories_versions.category_english
    from silver.categories_versions
    where
        categories_versions.known_from <= %(as_of)s::date
        and (categories_versions.known_to is null or categories_versions.known_to > %(as_of)s::date)
)

select
    products_versions.product_id,
    products_versions.product_name,
    coalesce(
        products_versions.category_english, categories.category_english, products_versions.category
    ) as category,
    products_versions.brand,
    products_versions.price_amount,
    products_versions.weight_grams,
    products_versions.volume_cm3
from silver.products_versions
inner join touched_products on products_versions.product_id = touched_products.product_id
left join categories on products_versions.category = categories.category
where
    products_versions.known_from <= %(as_of)s::date
    and (products_versions.known_to is null or products_versions.known_to > %(as_of)s::date);
