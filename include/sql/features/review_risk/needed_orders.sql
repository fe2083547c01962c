-- features/review_risk/needed_orders: one row per order and known day that later steps ask about.
-- Step 3 of ml.features_review_risk. Reads questions.
create temporary table needed_orders on commit drop as
select
    order_id,
    known_day
from questions
group by order_id, known_day;

analyze needed_orders;
