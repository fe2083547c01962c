"""Say who gets which mail about which orders, and which orders nobody is told of for a while."""

from alembic import op

revision = "0017"
down_revision = "0016"

RECIPIENTS = """
create table if not exists ops.recipients (
    address text not null,
    kind text not null check (kind in ('alert', 'digest', 'failure')),
    areas text[] not null default '{}',
    sellers text[] not null default '{}',
    partners text[] not null default '{}',
    is_default boolean not null default false,
    is_listed boolean not null default true,
    opted_out_at timestamptz,
    seeded_at timestamptz not null default clock_timestamp(),
    primary key (address, kind),
    constraint recipients_failure_check check (kind <> 'failure' or opted_out_at is null)
);

comment on table ops.recipients is
'Who gets which mail, and about which orders. Grain: address and kind of mail.';
comment on column ops.recipients.address is 'E-mail address in lower case.';
comment on column ops.recipients.kind is 'alert, digest or failure.';
comment on column ops.recipients.areas is
'Alerts: areas whose orders are told; empty for all. An order must fit each list that is filled.';
comment on column ops.recipients.sellers is 'Alerts: ids or names of sellers; empty for all.';
comment on column ops.recipients.partners is 'Alerts: ids or names of partners; empty for all.';
comment on column ops.recipients.is_default is
'Alerts: is told of the orders that fit nobody else''s lists, and of no others.';
comment on column ops.recipients.is_listed is
'Stands in the recipients'' file or settings; false gets nothing.';
comment on column ops.recipients.opted_out_at is
'Clock time since which the recipient wants none of this kind; null for one who gets it.';
comment on column ops.recipients.seeded_at is 'Clock time of the last reading of the file.';
"""
MUTED_ORDERS = """
create table if not exists ops.muted_orders (
    order_id text primary key,
    until_date date not null,
    reason text not null,
    muted_by text not null,
    muted_at timestamptz not null default clock_timestamp()
);

comment on table ops.muted_orders is
'Orders that are not alerted for a while, because somebody knows better. Grain: order.';
comment on column ops.muted_orders.order_id is 'Order.';
comment on column ops.muted_orders.until_date is 'Last business day without an alert.';
comment on column ops.muted_orders.reason is 'Why, as the person who muted it says.';
comment on column ops.muted_orders.muted_by is 'Login of that person.';
comment on column ops.muted_orders.muted_at is 'Clock time of the muting.';
"""


def upgrade() -> None:
    """Add the tables; the next mail fills the recipients."""
    for statements in (RECIPIENTS, MUTED_ORDERS):
        op.execute(statements)
