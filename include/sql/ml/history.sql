-- ml/history: the day of the first drop, which brought all history at once, and of the first
-- order; one row, nulls where no order was ever promised. Reads silver.orders_versions.
select
    min(known_from) as first_drop,
    (min(ordered_at) at time zone %(timezone)s)::date as first_ordered_date
from silver.orders_versions
where promised_at is not null;
