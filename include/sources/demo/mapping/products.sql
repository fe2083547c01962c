-- demo products: one row per product. Reads bronze.products.
select
    product_id,
    _day,
    _file,
    _row,
    nullif(name, '') as product_name,
    nullif(category, '') as category,
    nullif(category, '') as category_english,
    nullif(brand, '') as brand,
    nullif(price, '')::numeric as price_amount,
    nullif(weight_g, '')::numeric as weight_grams,
    nullif(volume_cm3, '')::numeric as volume_cm3,
    nullif(shelf_life_days, '')::integer as shelf_life_days
from bronze.products
