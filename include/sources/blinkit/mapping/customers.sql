-- blinkit customers: one row per customer. Reads bronze.customers_typed.
select
    customer_id,
    customer_id as person_id,
    customer_name,
    email,
    phone,
    address,
    pincode as postal_code,
    area,
    customer_segment as segment,
    registration_date as registered_date,
    _day,
    _file,
    _row
from bronze.customers_typed
