-- features/delay/seller_figures: one row per question: its seller, its courier and its way of
-- payment on the night. Reads facts, usual, queues, loads. The share of a seller's open orders that
-- is overdue leans on 5 imaginary ones of the network.
create temporary table seller_figures on commit drop as
select
    facts.day,
    facts.order_id,
    coalesce(seller_queue.waiting, 0) / (seller.handed_per_day + 0.1) as seller_backlog_days,
    case
        when facts.seller_id is not null
            then
                (
                    coalesce(seller_queue.overdue, 0)
                    + 5 * network_queue.overdue::double precision / network_queue.all_open
                )
                / (coalesce(seller_queue.all_open, 0) + 5)
    end as seller_overdue_share,
    seller.late_rate_7d as seller_late_rate_7d,
    seller.late_rate_30d as seller_late_rate_30d,
    seller.late_rate_90d as seller_late_rate_90d,
    seller.handover_days_7d as seller_handover_days_7d,
    seller.handover_days_30d as seller_handover_days_30d,
    seller.handover_days_90d as seller_handover_days_90d,
    seller.margin_days_30d as seller_margin_days_30d,
    seller.door_days_30d as seller_door_days_30d,
    case when facts.partner_id is not null then coalesce(partner_load.orders, 0) end
        as partner_promised_orders,
    partner.late_rate_7d as partner_late_rate_7d,
    partner.late_rate_30d as partner_late_rate_30d,
    partner.late_rate_90d as partner_late_rate_90d,
    partner.margin_days_7d as partner_margin_days_7d,
    payment.late_rate_30d as payment_late_rate_30d,
    payment.approval_hours_30d as payment_approval_hours_30d
from facts
left join usual as seller
    on
        facts.night = seller.day
        and seller.group_kind = 'seller'
        and facts.seller_id = seller.group_id
left join queues as seller_queue
    on
        facts.night = seller_queue.night
        and seller_queue.group_kind = 'seller'
        and facts.seller_id = seller_queue.group_id
left join queues as network_queue
    on facts.night = network_queue.night and network_queue.group_kind = 'network'
left join usual as partner
    on
        facts.night = partner.day
        and partner.group_kind = 'partner'
        and facts.partner_id = partner.group_id
left join usual as payment
    on
        facts.night = payment.day
        and payment.group_kind = 'payment'
        and facts.payment_method = payment.group_id
left join loads as partner_load
    on
        facts.night = partner_load.night
        and partner_load.group_kind = 'partner'
        and facts.partner_id = partner_load.group_id
        and facts.promised_date = partner_load.promised_date;
