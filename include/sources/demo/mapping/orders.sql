-- demo orders: one row per order. Reads bronze.orders.
-- Store and courier are planned in the evening before the slot.
select
    order_id,
    customer_id,
    store_id as seller_id,
    _day,
    _file,
    _row,
    nullif(courier_id, '') as partner_id,
    case status
        when 'placed' then 'created'
        when 'confirmed' then 'approved'
        else status
    end as status,
    nullif(ordered_at, '')::timestamp at time zone %(timezone)s as ordered_at,
    nullif(confirmed_at, '')::timestamp at time zone %(timezone)s as approved_at,
    nullif(slot_from, '')::timestamp at time zone %(timezone)s as promised_from_at,
    nullif(slot_to, '')::timestamp at time zone %(timezone)s as promised_at,
    nullif(postal_code, '') as postal_code,
    nullif(city, '') as city,
    nullif(area, '') as area,
    nullif(payment_method, '') as payment_method,
    nullif(order_total, '')::numeric as order_amount
from bronze.orders
