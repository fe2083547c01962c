-- olist order_items: one row per order and line; a line is one piece.
-- Reads bronze.order_items_typed.
select
    order_id,
    product_id,
    seller_id,
    1 as quantity,
    _day,
    _file,
    _row,
    order_item_id as line_number,
    price as unit_price_amount,
    freight_value as freight_amount,
    shipping_limit_date as handover_due_at
from bronze.order_items_typed
