-- #warn: A payment has no amount, or a negative one.
-- Reads the current versions that begin on the days just built.
select
    payments_versions.order_id,
    payments_versions.payment_number,
    payments_versions.paid_amount
from silver.payments_versions
where
    payments_versions.known_from between %(since)s::date and %(day)s::date
    and payments_versions.known_to is null
    and (
        payments_versions.paid_amount is null
        or payments_versions.paid_amount < 0
    );
