-- demo order_items: one row per order and line; the first line carries the fee.
-- Reads bronze.order_items.
select
    order_id,
    line::integer as line_number,
    product_id,
    nullif(quantity, '')::numeric as quantity,
    nullif(unit_price, '')::numeric as unit_price_amount,
    nullif(delivery_fee, '')::numeric as freight_amount,
    _day,
    _file,
    _row
from bronze.order_items
