-- demo inventory_movements: one row per product and date. Reads bronze.inventory.
select
    product_id,
    _day,
    _file,
    _row,
    movement_date::date as movement_date,
    nullif(store_id, '') as seller_id,
    nullif(received, '')::numeric as received_quantity,
    nullif(damaged, '')::numeric as damaged_quantity
from bronze.inventory
