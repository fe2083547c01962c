-- report/basket_products: the products suggested to most customers of the night, with the share of
-- those who are expected to buy. Reads ml.suggested_baskets, gold.dim_products.
select
    coalesce(dim_products.product_name, suggested_baskets.product_id) as product_name,
    count(*) as customers_count,
    avg(suggested_baskets.probability) as probability
from ml.suggested_baskets
left join gold.dim_products on suggested_baskets.product_id = dim_products.product_id
where
    suggested_baskets.day = %(day)s::date
    and suggested_baskets.model = 'reorders'
    and suggested_baskets.is_suggested
group by suggested_baskets.product_id, dim_products.product_name
order by customers_count desc, probability desc, product_name asc
limit 15
