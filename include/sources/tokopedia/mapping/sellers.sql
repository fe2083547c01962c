-- tokopedia sellers: one row per review of a shop's product; silver keeps the day's last.
-- Reads bronze.product_reviews_typed. The shop's name is a part of the product's address:
-- https://<site>/<shop>/<product>.
select
    shop_id as seller_id,
    _day,
    _file,
    _row,
    nullif(split_part(product_url, '/', 4), '') as seller_name
from bronze.product_reviews_typed
