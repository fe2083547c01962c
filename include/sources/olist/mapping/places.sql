-- olist places: one row per postal code prefix and day: the median of its points.
-- Points outside Brazil's box are ignored. Reads bronze.geolocation.
select
    geolocation_zip_code_prefix as postal_code,
    _day,
    percentile_cont(0.5) within group (order by geolocation_lat::double precision)::numeric
        as latitude,
    percentile_cont(0.5) within group (order by geolocation_lng::double precision)::numeric
        as longitude,
    mode() within group (order by geolocation_city) as city,
    mode() within group (order by geolocation_state) as area,
    min(_file) as _file,
    min(_row) as _row
from bronze.geolocation
where
    geolocation_lat::double precision between -33.76 and 5.28
    and geolocation_lng::double precision between -73.99 and -28.83
group by geolocation_zip_code_prefix, _day
