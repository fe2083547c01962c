-- blinkit orders: one row per order. Reads bronze.orders_typed.
-- An order is approved when it is placed: the file knows no step before the delivery. Its own word
-- delivery_status calls five minutes late "On Time"; ours is by time stamp.
select
    order_id,
    customer_id,
    store_id as seller_id,
    delivery_partner_id as partner_id,
    order_date as ordered_at,
    promised_delivery_time as promised_at,
    payment_method,
    order_total as order_amount,
    _day,
    _file,
    _row,
    case when actual_delivery_time is null then 'approved' else 'delivered' end as status
from bronze.orders_typed
