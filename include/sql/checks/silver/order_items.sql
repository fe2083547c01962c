-- #fail: Two versions of one order line hold on the same day, or its key is empty.
-- Reads the versions that begin on the days just built, and their neighbours, by index.
with
clashes as (
    select
        later.order_id,
        later.line_number,
        earlier.known_from,
        earlier.known_to,
        later.known_from as next_known_from
    from silver.order_items_versions as later
    inner join silver.order_items_versions as earlier
        on
            later.order_id = earlier.order_id
            and later.line_number = earlier.line_number
            and later.known_from > earlier.known_from
    where
        later.known_from between %(since)s::date and %(day)s::date
        and earlier.known_from < %(day)s::date
        and coalesce(earlier.known_to, 'infinity'::date) > later.known_from
    union
    select
        later.order_id,
        later.line_number,
        earlier.known_from,
        earlier.known_to,
        later.known_from as next_known_from
    from silver.order_items_versions as earlier
    inner join silver.order_items_versions as later
        on
            earlier.order_id = later.order_id
            and earlier.line_number = later.line_number
            and earlier.known_from < later.known_from
    where
        earlier.known_from between %(since)s::date and %(day)s::date
        and later.known_from > %(since)s::date
        and coalesce(earlier.known_to, 'infinity'::date) > later.known_from
)

select
    clashes.order_id,
    clashes.line_number,
    clashes.known_from,
    clashes.known_to,
    clashes.next_known_from
from clashes
union all
select
    order_items_versions.order_id,
    order_items_versions.line_number,
    order_items_versions.known_from,
    order_items_versions.known_to,
    null as next_known_from
from silver.order_items_versions
where order_items_versions.order_id = '';
