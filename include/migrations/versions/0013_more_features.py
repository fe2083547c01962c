"""Add the features of version 3: holidays, margins, what is carried and overdue, payments."""

from alembic import op

revision = "0013"
down_revision = "0012"

DELAY_OPEN = """
alter table ml.features_delay_open
    add column if not exists holidays_to_promise real,
    add column if not exists handover_overrun_days real,
    add column if not exists transit_overrun_days real,
    add column if not exists transit_share_used real,
    add column if not exists promised_working_days real,
    add column if not exists promised_holidays real,
    add column if not exists payment_methods_count real,
    add column if not exists installments_count real,
    add column if not exists seller_overdue_share real,
    add column if not exists seller_late_rate_7d real,
    add column if not exists seller_margin_days_30d real,
    add column if not exists seller_door_days_30d real,
    add column if not exists partner_margin_days_7d real,
    add column if not exists area_margin_days_7d real,
    add column if not exists area_margin_days_30d real,
    add column if not exists area_carried_days real,
    add column if not exists area_carried_age_ratio real,
    add column if not exists area_overdue_share real,
    add column if not exists route_transit_days_7d real,
    add column if not exists route_margin_days_30d real,
    add column if not exists route_door_days_30d real,
    add column if not exists network_handover_days_7d real,
    add column if not exists network_approval_hours_7d real,
    add column if not exists network_margin_days_7d real,
    add column if not exists network_carried_days real,
    add column if not exists network_carried_age_ratio real,
    add column if not exists network_overdue_share real,
    add column if not exists payment_late_rate_30d real,
    add column if not exists payment_approval_hours_30d real;

comment on column ml.features_delay_open.working_days_to_promise is
'Monday to Friday dates without holidays between the night and the promised date.';
comment on column ml.features_delay_open.days_to_handover_due is
'Days to the seller''s latest handover, from the approval on, while it waits; negative when past.';
comment on column ml.features_delay_open.holidays_to_promise is
'Public holidays between the night and the promised date.';
comment on column ml.features_delay_open.handover_overrun_days is
'Days since the approval, else the order, less the seller''s usual handover; until handed over.';
comment on column ml.features_delay_open.transit_overrun_days is
'Days since the handover less the route''s usual transit.';
comment on column ml.features_delay_open.transit_share_used is
'Days since the handover over the route''s usual transit.';
comment on column ml.features_delay_open.promised_working_days is
'Working days between the order''s date and the promised one.';
comment on column ml.features_delay_open.promised_holidays is
'Public holidays between the order''s date and the promised one.';
comment on column ml.features_delay_open.payment_methods_count is 'Ways in which it is paid.';
comment on column ml.features_delay_open.installments_count is
'Most instalments of one of its payments.';
comment on column ml.features_delay_open.seller_overdue_share is
'Share of the seller''s open orders that is past its promise.';
comment on column ml.features_delay_open.seller_late_rate_7d is
'Late share of promises due in the last 7 days: the seller.';
comment on column ml.features_delay_open.seller_margin_days_30d is
'Mean days from the door to the promise, last 30 days: the seller.';
comment on column ml.features_delay_open.seller_door_days_30d is
'Mean days from order to door, last 30 days: the seller.';
comment on column ml.features_delay_open.partner_margin_days_7d is
'Mean days from the door to the promise, last 7 days: the partner.';
comment on column ml.features_delay_open.area_margin_days_7d is
'Mean days from the door to the promise, last 7 days: the area.';
comment on column ml.features_delay_open.area_margin_days_30d is
'Mean days from the door to the promise, last 30 days: the area.';
comment on column ml.features_delay_open.area_carried_days is
'Orders on their way to the area, in days of its usual deliveries.';
comment on column ml.features_delay_open.area_carried_age_ratio is
'Mean time since handover of what is on its way to the area, over its usual transit.';
comment on column ml.features_delay_open.area_overdue_share is
'Share of the area''s open orders that is past its promise.';
comment on column ml.features_delay_open.route_transit_days_7d is
'Mean days from handover to door, last 7 days: the route.';
comment on column ml.features_delay_open.route_margin_days_30d is
'Mean days from the door to the promise, last 30 days: the route.';
comment on column ml.features_delay_open.route_door_days_30d is
'Mean days from order to door, last 30 days: the route.';
comment on column ml.features_delay_open.network_handover_days_7d is
'Mean days to the handover, last 7 days: all orders.';
comment on column ml.features_delay_open.network_approval_hours_7d is
'Mean hours from order to approval, last 7 days: all orders.';
comment on column ml.features_delay_open.network_margin_days_7d is
'Mean days from the door to the promise, last 7 days: all orders.';
comment on column ml.features_delay_open.network_carried_days is
'All orders on their way, in days of usual deliveries.';
comment on column ml.features_delay_open.network_carried_age_ratio is
'Mean time since handover of what is on its way, over the usual transit.';
comment on column ml.features_delay_open.network_overdue_share is
'Share of all open orders that is past its promise.';
comment on column ml.features_delay_open.payment_late_rate_30d is
'Late share of promises due in the last 30 days: orders paid this way.';
comment on column ml.features_delay_open.payment_approval_hours_30d is
'Mean hours from order to approval, last 30 days: orders paid this way.';
"""
DELAY_AT_ORDER = """
alter table ml.features_delay_at_order
    add column if not exists promised_working_days real,
    add column if not exists promised_holidays real,
    add column if not exists payment_methods_count real,
    add column if not exists installments_count real,
    add column if not exists seller_overdue_share real,
    add column if not exists seller_late_rate_7d real,
    add column if not exists seller_margin_days_30d real,
    add column if not exists seller_door_days_30d real,
    add column if not exists partner_margin_days_7d real,
    add column if not exists area_margin_days_7d real,
    add column if not exists area_margin_days_30d real,
    add column if not exists area_carried_days real,
    add column if not exists area_carried_age_ratio real,
    add column if not exists area_overdue_share real,
    add column if not exists route_transit_days_7d real,
    add column if not exists route_margin_days_30d real,
    add column if not exists route_door_days_30d real,
    add column if not exists network_handover_days_7d real,
    add column if not exists network_approval_hours_7d real,
    add column if not exists network_margin_days_7d real,
    add column if not exists network_carried_days real,
    add column if not exists network_carried_age_ratio real,
    add column if not exists network_overdue_share real,
    add column if not exists payment_late_rate_30d real,
    add column if not exists payment_approval_hours_30d real;

comment on column ml.features_delay_at_order.promised_working_days is
'Working days between the order''s date and the promised one.';
comment on column ml.features_delay_at_order.promised_holidays is
'Public holidays between the order''s date and the promised one.';
comment on column ml.features_delay_at_order.payment_methods_count is 'Ways in which it is paid.';
comment on column ml.features_delay_at_order.installments_count is
'Most instalments of one of its payments.';
comment on column ml.features_delay_at_order.seller_overdue_share is
'Share of the seller''s open orders that is past its promise.';
comment on column ml.features_delay_at_order.seller_late_rate_7d is
'Late share of promises due in the last 7 days: the seller.';
comment on column ml.features_delay_at_order.seller_margin_days_30d is
'Mean days from the door to the promise, last 30 days: the seller.';
comment on column ml.features_delay_at_order.seller_door_days_30d is
'Mean days from order to door, last 30 days: the seller.';
comment on column ml.features_delay_at_order.partner_margin_days_7d is
'Mean days from the door to the promise, last 7 days: the partner.';
comment on column ml.features_delay_at_order.area_margin_days_7d is
'Mean days from the door to the promise, last 7 days: the area.';
comment on column ml.features_delay_at_order.area_margin_days_30d is
'Mean days from the door to the promise, last 30 days: the area.';
comment on column ml.features_delay_at_order.area_carried_days is
'Orders on their way to the area, in days of its usual deliveries.';
comment on column ml.features_delay_at_order.area_carried_age_ratio is
'Mean time since handover of what is on its way to the area, over its usual transit.';
comment on column ml.features_delay_at_order.area_overdue_share is
'Share of the area''s open orders that is past its promise.';
comment on column ml.features_delay_at_order.route_transit_days_7d is
'Mean days from handover to door, last 7 days: the route.';
comment on column ml.features_delay_at_order.route_margin_days_30d is
'Mean days from the door to the promise, last 30 days: the route.';
comment on column ml.features_delay_at_order.route_door_days_30d is
'Mean days from order to door, last 30 days: the route.';
comment on column ml.features_delay_at_order.network_handover_days_7d is
'Mean days to the handover, last 7 days: all orders.';
comment on column ml.features_delay_at_order.network_approval_hours_7d is
'Mean hours from order to approval, last 7 days: all orders.';
comment on column ml.features_delay_at_order.network_margin_days_7d is
'Mean days from the door to the promise, last 7 days: all orders.';
comment on column ml.features_delay_at_order.network_carried_days is
'All orders on their way, in days of usual deliveries.';
comment on column ml.features_delay_at_order.network_carried_age_ratio is
'Mean time since handover of what is on its way, over the usual transit.';
comment on column ml.features_delay_at_order.network_overdue_share is
'Share of all open orders that is past its promise.';
comment on column ml.features_delay_at_order.payment_late_rate_30d is
'Late share of promises due in the last 30 days: orders paid this way.';
comment on column ml.features_delay_at_order.payment_approval_hours_30d is
'Mean hours from order to approval, last 30 days: orders paid this way.';
"""
STEPS = """
comment on column ops.steps.step is
'ingest, transform, train, score, alert, drift, report, digest or watch; train, score and drift '
'end in the model, as in train_delay_open.';
"""


def upgrade() -> None:
    """Add the columns; rows of the versions before stay, the next night fills its own."""
    for statement in (DELAY_OPEN, DELAY_AT_ORDER, STEPS):
        op.execute(statement)
