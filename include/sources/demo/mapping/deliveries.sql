-- demo deliveries: one row per order, planned first and done later. Reads bronze.deliveries_typed.
select
    order_id,
    _day,
    _file,
    _row,
    courier_id as partner_id,
    handed_over_at,
    delivered_at,
    distance_km,
    delay_reason
from bronze.deliveries_typed
