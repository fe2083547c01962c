-- demo order_items: one row per order and line; the first line carries the fee.
-- Reads bronze.order_items_typed.
select
    order_id,
    product_id,
    _day,
    _file,
    _row,
    line as line_number,
    quantity,
    unit_price as unit_price_amount,
    delivery_fee as freight_amount
from bronze.order_items_typed
