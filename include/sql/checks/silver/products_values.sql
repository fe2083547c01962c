-- #warn: A product has a negative price, weight or volume.
-- Reads the current versions that begin on the days just built.
select
    products_versions.product_id,
    products_versions.price_amount,
    products_versions.weight_grams,
    products_versions.volume_cm3
from silver.products_versions
where
    products_versions.known_from between %(since)s::date and %(day)s::date
    and products_versions.known_to is null
    and (
        products_versions.price_amount < 0
        or products_versions.weight_grams < 0
        or products_versions.volume_cm3 < 0
    );
