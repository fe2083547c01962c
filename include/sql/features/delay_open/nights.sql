-- features/delay_open/nights: one row per night of the range: the night itself is asked about.
-- Step 2 of ml.features_delay_open. known_day is the day whose row versions count: all nights
-- before the first drop read the first drop, and event times hide what had not happened yet.
create temporary table nights on commit drop as
select
    nights.night::date as night,
    greatest(nights.night::date, %(first_drop)s::date) as known_day,
    (nights.night::date + 1)::timestamp at time zone %(timezone)s as night_end
from generate_series(%(from_day)s::date, %(to_day)s::date, interval '1 day') as nights (night);

analyze nights;
