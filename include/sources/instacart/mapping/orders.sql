-- instacart orders: one row per order. Reads bronze.orders_typed.
-- Nothing tells what became of an order: it was placed. The time is derived by the replay.
select
    order_id,
    user_id as customer_id,
    _day,
    _file,
    _row,
    'created' as status,
    ordered_at,
    order_number as customer_order_number
from bronze.orders_typed
