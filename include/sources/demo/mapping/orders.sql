-- demo orders: one row per order. Reads bronze.orders_typed.
-- Store and courier are planned in the evening before the slot.
select
    order_id,
    customer_id,
    store_id as seller_id,
    _day,
    _file,
    _row,
    courier_id as partner_id,
    ordered_at,
    confirmed_at as approved_at,
    slot_from as promised_from_at,
    slot_to as promised_at,
    postal_code,
    city,
    area,
    payment_method,
    order_total as order_amount,
    case status
        when 'placed' then 'created'
        when 'confirmed' then 'approved'
        else status
    end as status
from bronze.orders_typed
