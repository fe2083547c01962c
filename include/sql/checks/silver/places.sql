-- #fail: Two versions of one place hold on the same day, or its key is empty.
-- Reads the versions that begin on the days just built, and their neighbours, by index.
with
clashes as (
    select
        later.postal_code,
        earlier.known_from,
        earlier.known_to,
        later.known_from as next_known_from
    from silver.places_versions as later
    inner join silver.places_versions as earlier
        on
            later.postal_code = earlier.postal_code
            and later.known_from > earlier.known_from
    where
        later.known_from between %(since)s::date and %(day)s::date
        and earlier.known_from < %(day)s::date
        and coalesce(earlier.known_to, 'infinity'::date) > later.known_from
    union
    select
        later.postal_code,
        earlier.known_from,
        earlier.known_to,
        later.known_from as next_known_from
    from silver.places_versions as earlier
    inner join silver.places_versions as later
        on
            earlier.postal_code = later.postal_code
            and earlier.known_from < later.known_from
    where
        earlier.known_from between %(since)s::date and %(day)s::date
        and later.known_from > %(since)s::date
        and coalesce(earlier.known_to, 'infinity'::date) > later.known_from
)

select
    clashes.postal_code,
    clashes.known_from,
    clashes.known_to,
    clashes.next_known_from
from clashes
union all
select
    places_versions.postal_code,
    places_versions.known_from,
    places_versions.known_to,
    null as next_known_from
from silver.places_versions
where places_versions.postal_code = '';
