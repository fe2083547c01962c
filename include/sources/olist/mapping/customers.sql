-- olist customers: one row per customer_id, which Olist issues anew for every order.
-- The person is customer_unique_id. Reads bronze.customers_typed.
select
    customer_id,
    customer_unique_id as person_id,
    _day,
    _file,
    _row,
    customer_zip_code_prefix as postal_code,
    customer_city as city,
    customer_state as area
from bronze.customers_typed
