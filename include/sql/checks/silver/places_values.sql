-- #warn: A place lies off the globe.
-- Reads the current versions of the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select touched_keys.key ->> 'postal_code' as postal_code
    from ops.touched_keys
    where touched_keys.table_name = 'places'
)

select
    places_versions.postal_code,
    places_versions.latitude,
    places_versions.longitude
from silver.places_versions
inner join touched
    on places_versions.postal_code = touched.postal_code
where
    places_versions.known_to is null
    and (
        places_versions.latitude not between -90 and 90
        or places_versions.longitude not between -180 and 180
    );
