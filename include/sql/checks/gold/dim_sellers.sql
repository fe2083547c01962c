-- #fail: A seller stands in silver but not in gold, or in gold but not in silver.
-- Reads the sellers that this publication recomputed.
with
known as (
    select sellers_versions.seller_id
    from silver.sellers_versions
    where
        sellers_versions.known_from <= %(as_of)s::date
        and (sellers_versions.known_to is null or sellers_versions.known_to > %(as_of)s::date)
)

select
    touched_sellers.seller_id,
    known.seller_id is not null as is_in_silver,
    dim_sellers.seller_id is not null as is_in_gold
from touched_sellers
left join known on touched_sellers.seller_id = known.seller_id
left join gold.dim_sellers on touched_sellers.seller_id = dim_sellers.seller_id
where (known.seller_id is null) <> (dim_sellers.seller_id is null);
