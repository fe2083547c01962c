-- features/delay_open/pace: one row per question: where the order stands beside the usual pace of
-- its seller and route. Reads progress, seller_figures, route_figures.
create temporary table pace on commit drop as
select
    progress.day,
    progress.order_id,
    progress.days_to_promise - case
        when route_figures.route_transit_days_30d is null then null
        when progress.is_handed_over = 1
            then greatest(0, route_figures.route_transit_days_30d - progress.days_since_handover)
        else
            greatest(
                0, coalesce(seller_figures.seller_handover_days_30d, 0) - progress.order_age_days
            )
            + route_figures.route_transit_days_30d
    end as expected_slack_days,
    case when progress.is_handed_over = 0 then progress.days_since_approval end
    - seller_figures.seller_handover_days_30d as handover_overrun_days,
    progress.days_since_handover - route_figures.route_transit_days_30d as transit_overrun_days,
    progress.days_since_handover / nullif(route_figures.route_transit_days_30d, 0)
        as transit_share_used
from progress
inner join seller_figures
    on progress.day = seller_figures.day and progress.order_id = seller_figures.order_id
inner join route_figures
    on progress.day = route_figures.day and progress.order_id = route_figures.order_id;
