-- features/reorders/product_figures_night: one row per product, as counted up to the night.
-- Reads ml.product_buyers.
create temporary table product_figures on commit drop as
select
    product_id,
    buyers_count,
    repeat_buyers_count,
    orders_count
from ml.product_buyers;

analyze product_figures;
