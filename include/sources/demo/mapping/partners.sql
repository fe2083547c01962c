-- demo partners: one row per courier. Reads bronze.couriers_typed.
select
    courier_id as partner_id,
    _day,
    _file,
    _row,
    name as partner_name,
    vehicle,
    store_id as seller_id,
    hired_on as hired_date
from bronze.couriers_typed
