-- olist deliveries: one row per order, both times null until they happen.
-- Not filtered: a correction that empties a time must reach silver too.
-- Reads bronze.orders_typed.
select
    order_id,
    _day,
    _file,
    _row,
    order_delivered_carrier_date as handed_over_at,
    order_delivered_customer_date as delivered_at
from bronze.orders_typed
