-- #fail: Two versions of one customer hold on the same day, or its key is empty.
-- Reads the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select touched_keys.key ->> 'customer_id' as customer_id
    from ops.touched_keys
    where touched_keys.table_name = 'customers'
),

spans as (
    select
        customers_versions.customer_id,
        customers_versions.known_from,
        customers_versions.known_to,
        lead(customers_versions.known_from) over (
            partition by customers_versions.customer_id
            order by customers_versions.known_from
        ) as next_known_from
    from silver.customers_versions
    inner join touched
        on customers_versions.customer_id = touched.customer_id
)

select
    spans.customer_id,
    spans.known_from,
    spans.known_to,
    spans.next_known_from
from spans
where
    spans.customer_id = ''
    or coalesce(spans.known_to, 'infinity'::date) > spans.next_known_from;
