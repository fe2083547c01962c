-- #fail: Two versions of one partner hold on the same day, or its key is empty.
-- Reads the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select touched_keys.key ->> 'partner_id' as partner_id
    from ops.touched_keys
    where touched_keys.table_name = 'partners'
),

spans as (
    select
        partners_versions.partner_id,
        partners_versions.known_from,
        partners_versions.known_to,
        lead(partners_versions.known_from) over (
            partition by partners_versions.partner_id
            order by partners_versions.known_from
        ) as next_known_from
    from silver.partners_versions
    inner join touched
        on partners_versions.partner_id = touched.partner_id
)

select
    spans.partner_id,
    spans.known_from,
    spans.known_to,
    spans.next_known_from
from spans
where
    spans.partner_id = ''
    or coalesce(spans.known_to, 'infinity'::date) > spans.next_known_from;
