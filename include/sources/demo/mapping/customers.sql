-- demo customers: one row per customer, who is a person. Reads bronze.customers.
select
    customer_id,
    customer_id as person_id,
    _day,
    _file,
    _row,
    nullif(name, '') as customer_name,
    nullif(email, '') as email,
    nullif(phone, '') as phone,
    nullif(street, '') as address,
    nullif(postal_code, '') as postal_code,
    nullif(city, '') as city,
    nullif(area, '') as area,
    nullif(segment, '') as segment,
    nullif(registered_on, '')::date as registered_date
from bronze.customers
