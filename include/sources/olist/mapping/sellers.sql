-- olist sellers: one row per seller. Reads bronze.sellers.
select
    seller_id,
    _day,
    _file,
    _row,
    nullif(seller_zip_code_prefix, '') as postal_code,
    nullif(seller_city, '') as city,
    nullif(seller_state, '') as area
from bronze.sellers
