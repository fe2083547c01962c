-- #warn: An order line has a negative amount, or no quantity above 0.
-- Reads the current versions that begin on the days just built.
select
    order_items_versions.order_id,
    order_items_versions.line_number,
    order_items_versions.unit_price_amount,
    order_items_versions.freight_amount,
    order_items_versions.quantity
from silver.order_items_versions
where
    order_items_versions.known_from between %(since)s::date and %(day)s::date
    and order_items_versions.known_to is null
    and (
        order_items_versions.unit_price_amount < 0
        or order_items_versions.freight_amount < 0
        or order_items_versions.quantity <= 0
    );
