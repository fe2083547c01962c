-- report/seller_names: the names of the sellers that were promised for in the last year.
-- Reads gold.dim_sellers, gold.fact_orders.
select
    sellers.seller_id,
    sellers.seller_name
from gold.dim_sellers as sellers
where
    sellers.seller_name <> ''
    and exists (
        select 1
        from gold.fact_orders as orders
        where
            orders.seller_id = sellers.seller_id
            and orders.promised_date between %(day)s::date - 364 and %(day)s::date
    )
order by sellers.seller_id
