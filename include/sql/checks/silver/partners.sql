-- #fail: Two versions of one partner hold on the same day, or its key is empty.
-- Reads the versions that begin on the days just built, and their neighbours, by index.
with
clashes as (
    select
        later.partner_id,
        earlier.known_from,
        earlier.known_to,
        later.known_from as next_known_from
    from silver.partners_versions as later
    inner join silver.partners_versions as earlier
        on
            later.partner_id = earlier.partner_id
            and later.known_from > earlier.known_from
    where
        later.known_from between %(since)s::date and %(day)s::date
        and earlier.known_from < %(day)s::date
        and coalesce(earlier.known_to, 'infinity'::date) > later.known_from
    union
    select
        later.partner_id,
        earlier.known_from,
        earlier.known_to,
        later.known_from as next_known_from
    from silver.partners_versions as earlier
    inner join silver.partners_versions as later
        on
            earlier.partner_id = later.partner_id
            and earlier.known_from < later.known_from
    where
        earlier.known_from between %(since)s::date and %(day)s::date
        and later.known_from > %(since)s::date
        and coalesce(earlier.known_to, 'infinity'::date) > later.known_from
)

select
    clashes.partner_id,
    clashes.known_from,
    clashes.known_to,
    clashes.next_known_from
from clashes
union all
select
    partners_versions.partner_id,
    partners_versions.known_from,
    partners_versions.known_to,
    null as next_known_from
from silver.partners_versions
where partners_versions.partner_id = '';
