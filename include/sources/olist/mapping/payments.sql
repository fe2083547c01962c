-- olist payments: one row per order and payment. Reads bronze.order_payments_typed.
select
    order_id,
    _day,
    _file,
    _row,
    payment_sequential as payment_number,
    payment_type as payment_method,
    payment_installments as installments_count,
    payment_value as paid_amount
from bronze.order_payments_typed
