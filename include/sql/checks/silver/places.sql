-- #fail: Two versions of one place hold on the same day, or its key is empty.
-- Reads the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select touched_keys.key ->> 'postal_code' as postal_code
    from ops.touched_keys
    where touched_keys.table_name = 'places'
),

spans as (
    select
        places_versions.postal_code,
        places_versions.known_from,
        places_versions.known_to,
        lead(places_versions.known_from) over (
            partition by places_versions.postal_code
            order by places_versions.known_from
        ) as next_known_from
    from silver.places_versions
    inner join touched
        on places_versions.postal_code = touched.postal_code
)

select
    spans.postal_code,
    spans.known_from,
    spans.known_to,
    spans.next_known_from
from spans
where
    spans.postal_code = ''
    or coalesce(spans.known_to, 'infinity'::date) > spans.next_known_from;
