-- touched_partners: keys of silver.partners to recompute in this publication.
-- Changed rows (ops.touched_keys), and versions that begin or end as the newest day moves on.
create temporary table touched_partners on commit drop as
select touched_keys.key ->> 'partner_id' as partner_id
from ops.touched_keys
where touched_keys.table_name = 'partners'
union
select partners_versions.partner_id
from silver.partners_versions
where
    partners_versions.known_from between %(since)s::date and %(as_of)s::date
    or partners_versions.known_to between %(since)s::date and %(as_of)s::date;

analyze touched_partners;
