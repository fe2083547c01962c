-- blinkit deliveries: one row per order. Reads bronze.delivery_performance_typed.
-- delivery_time_minutes is the delay, which follows from the time stamps.
select
    order_id,
    delivery_partner_id as partner_id,
    actual_time as delivered_at,
    distance_km,
    reasons_if_delayed as delay_reason,
    _day,
    _file,
    _row
from bronze.delivery_performance_typed
