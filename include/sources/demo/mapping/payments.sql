-- demo payments: one row per order and payment. Reads bronze.payments.
select
    order_id,
    payment::integer as payment_number,
    method as payment_method,
    1 as installments_count,
    nullif(amount, '')::numeric as paid_amount,
    _day,
    _file,
    _row
from bronze.payments
