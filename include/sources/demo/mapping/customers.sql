-- demo customers: one row per customer, who is a person. Reads bronze.customers.
select
    customer_id,
    customer_id as person_id,
    name as customer_name,
    email,
    phone,
    street as address,
    postal_code,
    city,
    area,
    segment,
    nullif(registered_on, '')::date as registered_date,
    _day,
    _file,
    _row
from bronze.customers
