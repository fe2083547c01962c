-- demo customers: one row per customer, who is a person. Reads bronze.customers_typed.
select
    customer_id,
    customer_id as person_id,
    _day,
    _file,
    _row,
    name as customer_name,
    email,
    phone,
    street as address,
    postal_code,
    city,
    area,
    segment,
    registered_on as registered_date
from bronze.customers_typed
