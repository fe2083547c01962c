-- demo places: one row per postal code. Reads bronze.places.
select
    postal_code,
    _day,
    _file,
    _row,
    nullif(latitude, '')::numeric as latitude,
    nullif(longitude, '')::numeric as longitude,
    nullif(city, '') as city,
    nullif(area, '') as area
from bronze.places
