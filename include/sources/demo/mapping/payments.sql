-- demo payments: one row per order and payment. Reads bronze.payments.
select
    order_id,
    1 as installments_count,
    _day,
    _file,
    _row,
    payment::integer as payment_number,
    nullif(method, '') as payment_method,
    nullif(amount, '')::numeric as paid_amount
from bronze.payments
