-- #fail: Two versions of one order line hold on the same day, or its key is empty.
-- Reads the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select
        touched_keys.key ->> 'order_id' as order_id,
        (touched_keys.key ->> 'line_number')::integer as line_number
    from ops.touched_keys
    where touched_keys.table_name = 'order_items'
),

spans as (
    select
        order_items_versions.order_id,
        order_items_versions.line_number,
        order_items_versions.known_from,
        order_items_versions.known_to,
        lead(order_items_versions.known_from) over (
            partition by order_items_versions.order_id, order_items_versions.line_number
            order by order_items_versions.known_from
        ) as next_known_from
    from silver.order_items_versions
    inner join touched
        on
            order_items_versions.order_id = touched.order_id
            and order_items_versions.line_number = touched.line_number
)

select
    spans.order_id,
    spans.line_number,
    spans.known_from,
    spans.known_to,
    spans.next_known_from
from spans
where
    spans.order_id = ''
    or coalesce(spans.known_to, 'infinity'::date) > spans.next_known_from;
