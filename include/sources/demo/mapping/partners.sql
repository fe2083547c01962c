-- demo partners: one row per courier. Reads bronze.couriers.
select
    courier_id as partner_id,
    name as partner_name,
    vehicle,
    store_id as seller_id,
    nullif(hired_on, '')::date as hired_date,
    _day,
    _file,
    _row
from bronze.couriers
