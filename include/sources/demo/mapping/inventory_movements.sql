-- demo inventory_movements: one row per product and date. Reads bronze.inventory_typed.
select
    product_id,
    _day,
    _file,
    _row,
    movement_date,
    store_id as seller_id,
    received as received_quantity,
    damaged as damaged_quantity
from bronze.inventory_typed
