-- olist places: one row per postal code prefix and day: the median of its points.
-- Points outside Brazil's box are ignored. Reads bronze.geolocation_typed.
select
    geolocation_zip_code_prefix as postal_code,
    _day,
    percentile_cont(0.5) within group (order by geolocation_lat) as latitude,
    percentile_cont(0.5) within group (order by geolocation_lng) as longitude,
    mode() within group (order by geolocation_city) as city,
    mode() within group (order by geolocation_state) as area,
    min(_file) as _file,
    min(_row) as _row
from bronze.geolocation_typed
where
    geolocation_lat between -33.76 and 5.28
    and geolocation_lng between -73.99 and -28.83
group by geolocation_zip_code_prefix, _day
