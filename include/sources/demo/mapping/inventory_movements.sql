-- demo inventory_movements: one row per product and date. Reads bronze.inventory.
select
    product_id,
    movement_date::date as movement_date,
    store_id as seller_id,
    nullif(received, '')::numeric as received_quantity,
    nullif(damaged, '')::numeric as damaged_quantity,
    _day,
    _file,
    _row
from bronze.inventory
