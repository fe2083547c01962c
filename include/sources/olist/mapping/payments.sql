-- olist payments: one row per order and payment. Reads bronze.order_payments.
select
    order_id,
    payment_sequential::integer as payment_number,
    payment_type as payment_method,
    nullif(payment_installments, '')::integer as installments_count,
    nullif(payment_value, '')::numeric as paid_amount,
    _day,
    _file,
    _row
from bronze.order_payments
