-- #fail: A partner stands in silver but not in gold, or in gold but not in silver.
-- Reads the partners that this publication recomputed.
with
known as (
    select partners_versions.partner_id
    from silver.partners_versions
    where
        partners_versions.known_from <= %(as_of)s::date
        and (partners_versions.known_to is null or partners_versions.known_to > %(as_of)s::date)
)

select
    touched_partners.partner_id,
    known.partner_id is not null as is_in_silver,
    dim_partners.partner_id is not null as is_in_gold
from touched_partners
left join known on touched_partners.partner_id = known.partner_id
left join gold.dim_partners on touched_partners.partner_id = dim_partners.partner_id
where (known.partner_id is null) <> (dim_partners.partner_id is null);
