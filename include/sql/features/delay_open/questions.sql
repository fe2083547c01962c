-- features/delay_open/questions: one row per night of the range and order open that night whose
-- promise is still ahead. Step 4 of ml.features_delay_open. Reads open_orders.
create temporary table questions on commit drop as
select
    night as day,
    night,
    known_day,
    night_end,
    order_id,
    ordered_at,
    promised_from_at,
    promised_at,
    promised_date,
    approved_at,
    handed_over_at,
    distance_km,
    partner_id
from open_orders
where not is_overdue;

analyze questions;
