-- instacart order_items: one row per line. Reads bronze.order_products_typed.
-- A line is numbered by its place in the cart; pieces and prices are not told.
select
    order_id,
    add_to_cart_order as line_number,
    _day,
    _file,
    _row,
    product_id
from bronze.order_products_typed
