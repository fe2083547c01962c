-- report/calibration: expected and observed late orders by band of probability, over the 28 nights
-- before, as the newest evening up to the day knew it. Reads ml.calibration.
with newest as (
    select max(known_by) as known_by
    from ml.calibration
    where
        known_by <= %(day)s::date
        and model = %(model)s
)

select
    calibration.known_by,
    calibration.band_from,
    calibration.band_to,
    calibration.settled_orders_count,
    calibration.expected_late_orders_count,
    calibration.late_orders_count
from ml.calibration
inner join newest
    on calibration.known_by = newest.known_by
where calibration.model = %(model)s
order by calibration.band_from
