-- gold.dim_sellers: one row per seller or store.
-- Reads silver.sellers_versions; recomputes the sellers in touched_sellers.
delete from gold.dim_sellers
where dim_sellers.seller_id in (select touched_sellers.seller_id from touched_sellers);

insert into gold.dim_sellers (seller_id, seller_name, city, area, postal_code)
select
    sellers_versions.seller_id,
    sellers_versions.seller_name,
    sellers_versions.city,
    sellers_versions.area,
    sellers_versions.postal_code
from silver.sellers_versions
inner join touched_sellers on sellers_versions.seller_id = touched_sellers.seller_id
where
    sellers_versions.known_from <= %(as_of)s::date
    and (sellers_versions.known_to is null or sellers_versions.known_to > %(as_of)s::date);
