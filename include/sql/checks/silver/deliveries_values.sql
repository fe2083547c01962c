-- #warn: A delivery ends before its handover, or over a negative distance.
-- Reads the current versions that begin on the days just built.
select
    deliveries_versions.order_id,
    deliveries_versions.delivered_at,
    deliveries_versions.handed_over_at,
    deliveries_versions.distance_km
from silver.deliveries_versions
where
    deliveries_versions.known_from between %(since)s::date and %(day)s::date
    and deliveries_versions.known_to is null
    and (
        deliveries_versions.delivered_at < deliveries_versions.handed_over_at
        or deliveries_versions.distance_km < 0
    );
