-- features/delay_at_order/nights: one row per night before a day of the range: what an order that
-- is placed on a day can know of its seller, route and network.
-- Step 2 of ml.features_delay_at_order. known_day is the day whose row versions count: all nights
-- before the first drop read the first drop, and event times hide what had not happened yet.
create temporary table nights on commit drop as
select
    nights.night::date as night,
    greatest(nights.night::date, %(first_drop)s::date) as known_day,
    (nights.night::date + 1)::timestamp at time zone %(timezone)s as night_end
from generate_series(
    %(from_day)s::date - 1, %(to_day)s::date - 1, interval '1 day'
) as nights (night);

analyze nights;
