-- olist customers: one row per customer_id, which Olist issues anew for every order.
-- The person is customer_unique_id. Reads bronze.customers.
select
    customer_id,
    customer_unique_id as person_id,
    _day,
    _file,
    _row,
    nullif(customer_zip_code_prefix, '') as postal_code,
    nullif(customer_city, '') as city,
    nullif(customer_state, '') as area
from bronze.customers
