-- demo order_items: one row per order and line; the first line carries the fee.
-- Reads bronze.order_items.
select
    order_id,
    product_id,
    _day,
    _file,
    _row,
    line::integer as line_number,
    nullif(quantity, '')::numeric as quantity,
    nullif(unit_price, '')::numeric as unit_price_amount,
    nullif(delivery_fee, '')::numeric as freight_amount
from bronze.order_items
