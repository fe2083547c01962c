-- demo places: one row per postal code. Reads bronze.places_typed.
select
    postal_code,
    _day,
    _file,
    _row,
    latitude,
    longitude,
    city,
    area
from bronze.places_typed
