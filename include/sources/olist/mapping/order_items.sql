-- olist order_items: one row per order and line; a line is one piece. Reads bronze.order_items.
select
    order_id,
    product_id,
    seller_id,
    1 as quantity,
    _day,
    _file,
    _row,
    order_item_id::integer as line_number,
    nullif(price, '')::numeric as unit_price_amount,
    nullif(freight_value, '')::numeric as freight_amount,
    nullif(shipping_limit_date, '')::timestamp at time zone %(timezone)s as handover_due_at
from bronze.order_items
