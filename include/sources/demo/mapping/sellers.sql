-- demo sellers: one row per store. Reads bronze.stores.
select
    store_id as seller_id,
    _day,
    _file,
    _row,
    nullif(name, '') as seller_name,
    nullif(postal_code, '') as postal_code,
    nullif(city, '') as city,
    nullif(area, '') as area
from bronze.stores
