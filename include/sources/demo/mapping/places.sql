-- demo places: one row per postal code. Reads bronze.places.
select
    postal_code,
    nullif(latitude, '')::numeric as latitude,
    nullif(longitude, '')::numeric as longitude,
    city,
    area,
    _day,
    _file,
    _row
from bronze.places
