-- #warn: An order has no time, an unknown status, or a promised slot that ends before it begins.
-- Reads the current versions that begin on the days just built. A source whose orders never have
-- a time is silent about it.
select
    orders_versions.order_id,
    orders_versions.ordered_at,
    orders_versions.status,
    orders_versions.promised_at,
    orders_versions.promised_from_at
from silver.orders_versions
where
    orders_versions.known_from between %(since)s::date and %(day)s::date
    and orders_versions.known_to is null
    and (
        (
            orders_versions.ordered_at is null
            and exists (
                select timed.order_id
                from silver.orders_versions as timed
                where timed.ordered_at is not null
            )
        )
        or orders_versions.status is null
        or orders_versions.status not in (
            'created', 'approved', 'shipped', 'delivered', 'cancelled'
        )
        or orders_versions.promised_at < orders_versions.promised_from_at
    );
