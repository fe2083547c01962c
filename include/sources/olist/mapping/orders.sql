-- olist orders: one row per order. Reads bronze.orders.
-- Seller, area and payment stand in other files: gold joins them.
select
    order_id,
    customer_id,
    _day,
    _file,
    _row,
    case order_status
        when 'canceled' then 'cancelled'
        when 'unavailable' then 'cancelled'
        when 'processing' then 'approved'
        when 'invoiced' then 'approved'
        else order_status
    end as status,
    nullif(order_purchase_timestamp, '')::timestamp at time zone %(timezone)s as ordered_at,
    nullif(order_approved_at, '')::timestamp at time zone %(timezone)s as approved_at,
    nullif(order_estimated_delivery_date, '')::timestamp at time zone %(timezone)s as promised_at
from bronze.orders
