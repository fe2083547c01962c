-- demo deliveries: one row per order, planned first and done later. Reads bronze.deliveries.
select
    order_id,
    _day,
    _file,
    _row,
    nullif(courier_id, '') as partner_id,
    nullif(handed_over_at, '')::timestamp at time zone %(timezone)s as handed_over_at,
    nullif(delivered_at, '')::timestamp at time zone %(timezone)s as delivered_at,
    nullif(distance_km, '')::numeric as distance_km,
    nullif(delay_reason, '') as delay_reason
from bronze.deliveries
