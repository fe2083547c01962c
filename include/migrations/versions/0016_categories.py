"""Add the columns of text: areas, product category and payment method."""

from alembic import op

revision = "0016"
down_revision = "0015"

DELAY_OPEN = """
alter table ml.features_delay_open
    add column if not exists area text,
    add column if not exists seller_area text,
    add column if not exists product_category text,
    add column if not exists payment_method text;

comment on column ml.features_delay_open.area is 'Area that the order goes to.';
comment on column ml.features_delay_open.seller_area is 'Area of its seller.';
comment on column ml.features_delay_open.product_category is
'Category of its dearest line''s product.';
comment on column ml.features_delay_open.payment_method is 'Method of its largest payment.';
"""
DELAY_AT_ORDER = """
alter table ml.features_delay_at_order
    add column if not exists area text,
    add column if not exists seller_area text,
    add column if not exists product_category text,
    add column if not exists payment_method text;

comment on column ml.features_delay_at_order.area is 'Area that the order goes to.';
comment on column ml.features_delay_at_order.seller_area is 'Area of its seller.';
comment on column ml.features_delay_at_order.product_category is
'Category of its dearest line''s product.';
comment on column ml.features_delay_at_order.payment_method is 'Method of its largest payment.';
"""


def upgrade() -> None:
    """Add the columns; rows of the versions before stay, the next night fills its own."""
    for statement in (DELAY_OPEN, DELAY_AT_ORDER):
        op.execute(statement)
