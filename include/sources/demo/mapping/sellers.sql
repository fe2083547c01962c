-- demo sellers: one row per store. Reads bronze.stores_typed.
select
    store_id as seller_id,
    _day,
    _file,
    _row,
    name as seller_name,
    postal_code,
    city,
    area
from bronze.stores_typed
