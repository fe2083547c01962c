-- report/product_forecasts: one row per product whose sales are not stated, or lie outside of the
-- 90-percent interval; those farthest outside first. `products_count` counts all that were asked
-- about. Reads ml.forecasts, gold.dim_products.
with told as (
    select
        forecasts.group_key as product_id,
        products.product_name,
        forecasts.method,
        forecasts.version,
        forecasts.expected,
        forecasts.lower_90,
        forecasts.upper_90,
        forecasts.actual,
        count(*) over () as products_count
    from ml.forecasts
    left join gold.dim_products as products on forecasts.group_key = products.product_id
    where forecasts.day = %(day)s::date and forecasts.grain = 'product'
)

select
    product_id,
    product_name,
    method,
    version,
    expected,
    lower_90,
    upper_90,
    actual,
    products_count
from told
where actual is null or actual < lower_90 or actual > upper_90
order by abs(ln((actual + 1) / (expected + 1))) desc nulls last, expected desc, product_id asc;
