-- #warn: A payment has no amount, or a negative one.
-- Reads the current versions of the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select
        touched_keys.key ->> 'order_id' as order_id,
        touched_keys.key ->> 'payment_number' as payment_number
    from ops.touched_keys
    where touched_keys.table_name = 'payments'
)

select
    payments_versions.order_id,
    payments_versions.payment_number,
    payments_versions.paid_amount
from silver.payments_versions
inner join touched
    on
        payments_versions.order_id = touched.order_id
        and payments_versions.payment_number::text = touched.payment_number
where
    payments_versions.known_to is null
    and (
        payments_versions.paid_amount is null
        or payments_versions.paid_amount < 0
    );
