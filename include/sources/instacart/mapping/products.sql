-- instacart products: one row per product. Reads bronze.products_typed.
-- The category is the aisle's number: its name is a lookup in silver.categories.
select
    product_id,
    _day,
    _file,
    _row,
    product_name,
    aisle_id as category
from bronze.products_typed
