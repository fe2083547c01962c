-- instacart categories: one row per aisle. Reads bronze.aisles_typed.
-- Departments, which group aisles, stay in bronze.
select
    aisle_id as category,
    _day,
    _file,
    _row,
    aisle as category_english
from bronze.aisles_typed
