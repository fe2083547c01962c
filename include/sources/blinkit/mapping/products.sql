-- blinkit products: one row per product. Reads bronze.products_typed.
select
    product_id,
    product_name,
    category,
    category as category_english,
    brand,
    price as price_amount,
    shelf_life_days,
    _day,
    _file,
    _row
from bronze.products_typed
