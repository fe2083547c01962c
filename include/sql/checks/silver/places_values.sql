-- #warn: A place lies off the globe.
-- Reads the current versions that begin on the days just built.
select
    places_versions.postal_code,
    places_versions.latitude,
    places_versions.longitude
from silver.places_versions
where
    places_versions.known_from between %(since)s::date and %(day)s::date
    and places_versions.known_to is null
    and (
        places_versions.latitude not between -90 and 90
        or places_versions.longitude not between -180 and 180
    );
