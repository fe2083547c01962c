-- demo sellers: one row per store. Reads bronze.stores.
select
    store_id as seller_id,
    name as seller_name,
    postal_code,
    city,
    area,
    _day,
    _file,
    _row
from bronze.stores
