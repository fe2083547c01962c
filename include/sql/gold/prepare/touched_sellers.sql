-- touched_sellers: keys of silver.sellers to recompute in this publication.
-- Changed rows (ops.touched_keys), and versions that begin or end as the newest day moves on.
create temporary table touched_sellers on commit drop as
select touched_keys.key ->> 'seller_id' as seller_id
from ops.touched_keys
where touched_keys.table_name = 'sellers'
union
select sellers_versions.seller_id
from silver.sellers_versions
where
    sellers_versions.known_from between %(since)s::date and %(as_of)s::date
    or sellers_versions.known_to between %(since)s::date and %(as_of)s::date;

analyze touched_sellers;
