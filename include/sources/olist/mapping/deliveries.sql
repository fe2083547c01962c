-- olist deliveries: one row per order, both times null until they happen. Reads bronze.orders.
-- Not filtered: a correction that empties a time must reach silver too.
select
    order_id,
    _day,
    _file,
    _row,
    nullif(order_delivered_carrier_date, '')::timestamp at time zone %(timezone)s
        as handed_over_at,
    nullif(order_delivered_customer_date, '')::timestamp at time zone %(timezone)s
        as delivered_at
from bronze.orders
