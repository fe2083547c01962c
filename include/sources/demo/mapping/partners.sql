-- demo partners: one row per courier. Reads bronze.couriers.
select
    courier_id as partner_id,
    _day,
    _file,
    _row,
    nullif(name, '') as partner_name,
    nullif(vehicle, '') as vehicle,
    nullif(store_id, '') as seller_id,
    nullif(hired_on, '')::date as hired_date
from bronze.couriers
