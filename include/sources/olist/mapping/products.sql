-- olist products: one row per product. Reads bronze.products_typed.
-- The English category is a lookup in silver.categories: gold joins it.
select
    product_id,
    _day,
    _file,
    _row,
    product_category_name as category,
    product_weight_g as weight_grams,
    product_photos_qty as photos_count,
    product_length_cm * product_height_cm * product_width_cm as volume_cm3
from bronze.products_typed
