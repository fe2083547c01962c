-- olist products: one row per product. Reads bronze.products.
-- The English category is a lookup in silver.categories: gold joins it.
select
    product_id,
    _day,
    _file,
    _row,
    nullif(product_category_name, '') as category,
    nullif(product_weight_g, '')::numeric as weight_grams,
    nullif(product_length_cm, '')::numeric
    * nullif(product_height_cm, '')::numeric
    * nullif(product_width_cm, '')::numeric as volume_cm3,
    nullif(product_photos_qty, '')::numeric as photos_count
from bronze.products
