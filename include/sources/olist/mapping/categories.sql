-- olist categories: one row per category that has a translation (two have none).
-- Reads bronze.product_category_name_translation_typed.
select
    product_category_name as category,
    product_category_name_english as category_english,
    _day,
    _file,
    _row
from bronze.product_category_name_translation_typed
