-- demo payments: one row per order and payment. Reads bronze.payments_typed.
select
    order_id,
    1 as installments_count,
    _day,
    _file,
    _row,
    payment as payment_number,
    method as payment_method,
    amount as paid_amount
from bronze.payments_typed
