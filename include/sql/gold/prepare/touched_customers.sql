-- touched_customers: the persons whose row in gold.dim_customers may change.
-- Runs before and after the facts: an order may move from one person to another.
create temporary table if not exists touched_customers (
    customer_id text primary key
) on commit drop;

insert into touched_customers (customer_id)
select fact_orders.customer_id
from gold.fact_orders
inner join touched_orders on fact_orders.order_id = touched_orders.order_id
where fact_orders.customer_id is not null
union
select touched_accounts.customer_id
from touched_accounts
union
select customers_versions.person_id
from silver.customers_versions
inner join touched_accounts on customers_versions.customer_id = touched_accounts.customer_id
where customers_versions.person_id is not null
union
-- a person without orders whose only account was corrected away
select dim_customers.customer_id
from gold.dim_customers
where
    dim_customers.orders_count = 0
    and not exists (
        select customers_versions.person_id
        from silver.customers_versions
        where customers_versions.person_id = dim_customers.customer_id
    )
on conflict (customer_id) do nothing;

analyze touched_customers;
