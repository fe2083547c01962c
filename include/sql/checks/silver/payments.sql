-- #fail: Two versions of one payment hold on the same day, or its key is empty.
-- Reads the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select
        touched_keys.key ->> 'order_id' as order_id,
        (touched_keys.key ->> 'payment_number')::integer as payment_number
    from ops.touched_keys
    where touched_keys.table_name = 'payments'
),

spans as (
    select
        payments_versions.order_id,
        payments_versions.payment_number,
        payments_versions.known_from,
        payments_versions.known_to,
        lead(payments_versions.known_from) over (
            partition by payments_versions.order_id, payments_versions.payment_number
            order by payments_versions.known_from
        ) as next_known_from
    from silver.payments_versions
    inner join touched
        on
            payments_versions.order_id = touched.order_id
            and payments_versions.payment_number = touched.payment_number
)

select
    spans.order_id,
    spans.payment_number,
    spans.known_from,
    spans.known_to,
    spans.next_known_from
from spans
where
    spans.order_id = ''
    or coalesce(spans.known_to, 'infinity'::date) > spans.next_known_from;
