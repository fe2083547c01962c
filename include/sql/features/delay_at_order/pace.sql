-- features/delay_at_order/pace: one row per question: the promise beside the usual pace of its
-- seller and route. Reads facts, seller_figures, route_figures.
create temporary table pace on commit drop as
select
    facts.day,
    facts.order_id,
    facts.promised_total_days
    - coalesce(seller_figures.seller_handover_days_30d, 0)
    - route_figures.route_transit_days_30d as expected_slack_days
from facts
inner join seller_figures
    on facts.day = seller_figures.day and facts.order_id = seller_figures.order_id
inner join route_figures
    on facts.day = route_figures.day and facts.order_id = route_figures.order_id;
