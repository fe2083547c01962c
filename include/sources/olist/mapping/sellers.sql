-- olist sellers: one row per seller. Reads bronze.sellers_typed.
select
    seller_id,
    _day,
    _file,
    _row,
    seller_zip_code_prefix as postal_code,
    seller_city as city,
    seller_state as area
from bronze.sellers_typed
