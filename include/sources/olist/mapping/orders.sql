-- olist orders: one row per order. Reads bronze.orders_typed.
-- Seller, area and payment stand in other files: gold joins them.
select
    order_id,
    customer_id,
    _day,
    _file,
    _row,
    order_purchase_timestamp as ordered_at,
    order_approved_at as approved_at,
    order_estimated_delivery_date as promised_at,
    case order_status
        when 'canceled' then 'cancelled'
        when 'unavailable' then 'cancelled'
        when 'processing' then 'approved'
        when 'invoiced' then 'approved'
        else order_status
    end as status
from bronze.orders_typed
