-- blinkit order_items: one row per order and product. Reads bronze.order_items_typed.
-- The file numbers no lines: they are counted by product, equally however the rows are sorted.
select
    order_id,
    product_id,
    quantity,
    unit_price as unit_price_amount,
    _day,
    _file,
    _row,
    row_number() over (partition by order_id, _day order by product_id collate "C") as line_number
from bronze.order_items_typed
