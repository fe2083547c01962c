-- #fail: Two versions of one product's day hold on the same day, or its key is empty.
-- Reads the versions that begin on the days just built, and their neighbours, by index.
with
clashes as (
    select
        later.product_id,
        later.movement_date,
        earlier.known_from,
        earlier.known_to,
        later.known_from as next_known_from
    from silver.inventory_movements_versions as later
    inner join silver.inventory_movements_versions as earlier
        on
            later.product_id = earlier.product_id
            and later.movement_date = earlier.movement_date
            and later.known_from > earlier.known_from
    where
        later.known_from between %(since)s::date and %(day)s::date
        and earlier.known_from < %(day)s::date
        and coalesce(earlier.known_to, 'infinity'::date) > later.known_from
    union
    select
        later.product_id,
        later.movement_date,
        earlier.known_from,
        earlier.known_to,
        later.known_from as next_known_from
    from silver.inventory_movements_versions as earlier
    inner join silver.inventory_movements_versions as later
        on
            earlier.product_id = later.product_id
            and earlier.movement_date = later.movement_date
            and earlier.known_from < later.known_from
    where
        earlier.known_from between %(since)s::date and %(day)s::date
        and later.known_from > %(since)s::date
        and coalesce(earlier.known_to, 'infinity'::date) > later.known_from
)

select
    clashes.product_id,
    clashes.movement_date,
    clashes.known_from,
    clashes.known_to,
    clashes.next_known_from
from clashes
union all
select
    inventory_movements_versions.product_id,
    inventory_movements_versions.movement_date,
    inventory_movements_versions.known_from,
    inventory_movements_versions.known_to,
    null as next_known_from
from silver.inventory_movements_versions
where inventory_movements_versions.product_id = '';
