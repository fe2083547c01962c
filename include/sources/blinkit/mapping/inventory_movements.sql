-- blinkit inventory_movements: one row per product and date. Reads bronze.inventory_typed.
-- bronze.inventory_new is left out: it tells part of these movements again, with other numbers.
select
    product_id,
    date as movement_date,
    stock_received as received_quantity,
    damaged_stock as damaged_quantity,
    _day,
    _file,
    _row
from bronze.inventory_typed
