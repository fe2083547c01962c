-- gold.dim_customers: one row per customer, that is per person.
-- Reads gold.fact_orders and silver.customers_versions; recomputes the persons in
-- touched_customers. A person known only from orders has a row as well.
delete from gold.dim_customers
where dim_customers.customer_id in (select touched_customers.customer_id from touched_customers);

insert into gold.dim_customers (
    customer_id, area, city, postal_code, first_ordered_date, last_ordered_date, orders_count
)
with
newest_accounts as (
    select distinct on (touched_customers.customer_id)
        touched_customers.customer_id,
        customers_versions.area,
        customers_versions.city,
        customers_versions.postal_code
    from touched_customers
    inner join silver.customers_versions
        on touched_customers.customer_id = customers_versions.person_id
    where
        customers_versions.known_from <= %(as_of)s::date
        and (customers_versions.known_to is null or customers_versions.known_to > %(as_of)s::date)
    order by
        touched_customers.customer_id asc,
        customers_versions.registered_date desc nulls last,
        customers_versions.customer_id desc
),

newest_orders as (
    select distinct on (fact_orders.customer_id)
        fact_orders.customer_id,
        fact_orders.area,
        fact_orders.city,
        fact_orders.postal_code
    from gold.fact_orders
    inner join touched_customers on fact_orders.customer_id = touched_customers.customer_id
    where coalesce(fact_orders.area, fact_orders.city, fact_orders.postal_code) is not null
    order by
        fact_orders.customer_id asc,
        fact_orders.ordered_at desc nulls last,
        fact_orders.order_id desc
),

order_counts as (
    select
        fact_orders.customer_id,
        min(fact_orders.ordered_date) as first_ordered_date,
        max(fact_orders.ordered_date) as last_ordered_date,
        count(*) as orders_count
    from gold.fact_orders
    inner join touched_customers on fact_orders.customer_id = touched_customers.customer_id
    group by fact_orders.customer_id
)

select
    touched_customers.customer_id,
    case
        when newest_orders.customer_id is null then newest_accounts.area else newest_orders.area
    end as area,
    case
        when newest_orders.customer_id is null then newest_accounts.city else newest_orders.city
    end as city,
    case
        when newest_orders.customer_id is null then newest_accounts.postal_code
        else newest_orders.postal_code
    end as postal_code,
    order_counts.first_ordered_date,
    order_counts.last_ordered_date,
    coalesce(order_counts.orders_count, 0) as orders_count
from touched_customers
left join newest_accounts on touched_customers.customer_id = newest_accounts.customer_id
left join newest_orders on touched_customers.customer_id = newest_orders.customer_id
left join order_counts on touched_customers.customer_id = order_counts.customer_id
where newest_accounts.customer_id is not null or order_counts.customer_id is not null;
