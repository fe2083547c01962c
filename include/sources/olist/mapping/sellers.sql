-- olist sellers: one row per seller. Reads bronze.sellers.
select
    seller_id,
    seller_zip_code_prefix as postal_code,
    seller_city as city,
    seller_state as area,
    _day,
    _file,
    _row
from bronze.sellers
