-- features/delay/needed_orders: one row per order and known day that the later steps ask about.
-- Reads questions, open_orders, events.
create temporary table needed_orders on commit drop as
select
    order_id,
    known_day
from questions
union distinct
select
    order_id,
    known_day
from open_orders
union distinct
select
    order_id,
    known_day
from events;

analyze needed_orders;
