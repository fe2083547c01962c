-- olist payments: one row per order and payment. Reads bronze.order_payments.
select
    order_id,
    _day,
    _file,
    _row,
    payment_sequential::integer as payment_number,
    nullif(payment_type, '') as payment_method,
    nullif(payment_installments, '')::integer as installments_count,
    nullif(payment_value, '')::numeric as paid_amount
from bronze.order_payments
