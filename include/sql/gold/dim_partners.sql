-- gold.dim_partners: one row per delivery partner.
-- Reads silver.partners_versions; recomputes the partners in touched_partners.
delete from gold.dim_partners
where dim_partners.partner_id in (select touched_partners.partner_id from touched_partners);

insert into gold.dim_partners (partner_id, partner_name, vehicle, seller_id, hired_date)
select
    partners_versions.partner_id,
    partners_versions.partner_name,
    partners_versions.vehicle,
    partners_versions.seller_id,
    partners_versions.hired_date
from silver.partners_versions
inner join touched_partners on partners_versions.partner_id = touched_partners.partner_id
where
    partners_versions.known_from <= %(as_of)s::date
    and (partners_versions.known_to is null or partners_versions.known_to > %(as_of)s::date);
