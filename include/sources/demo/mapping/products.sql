-- demo products: one row per product. Reads bronze.products_typed.
select
    product_id,
    _day,
    _file,
    _row,
    name as product_name,
    category,
    category as category_english,
    brand,
    price as price_amount,
    weight_g as weight_grams,
    volume_cm3,
    shelf_life_days
from bronze.products_typed
