-- gold.fact_deliveries: one row per order handed to a carrier or delivered.
-- Reads gold.fact_orders; recomputes the touched orders.
delete from gold.fact_deliveries
where fact_deliveries.order_id in (select touched_orders.order_id from touched_orders);

insert into gold.fact_deliveries (
    order_id, partner_id, seller_id, area, promised_at, promised_date, handed_over_at,
    delivered_at, is_late, delay_minutes, handover_hours, transit_hours, distance_km, delay_reason
)
select
    fact_orders.order_id,
    fact_orders.partner_id,
    fact_orders.seller_id,
    fact_orders.area,
    fact_orders.promised_at,
    fact_orders.promised_date,
    fact_orders.handed_over_at,
    fact_orders.delivered_at,
    fact_orders.is_late,
    fact_orders.delay_minutes,
    round(extract(epoch from fact_orders.handed_over_at - fact_orders.ordered_at) / 3600, 2)
        as handover_hours,
    round(extract(epoch from fact_orders.delivered_at - fact_orders.handed_over_at) / 3600, 2)
        as transit_hours,
    fact_orders.distance_km,
    fact_orders.delay_reason
from gold.fact_orders
inner join touched_orders on fact_orders.order_id = touched_orders.order_id
where fact_orders.handed_over_at is not null or fact_orders.delivered_at is not null;
