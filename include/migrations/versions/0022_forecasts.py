"""Keep what products sold and by whom, and the forecasts of quantities by night."""

from alembic import op

revision = "0022"
down_revision = "0021"

COLUMNS = """
alter table silver.products_versions
    add column if not exists seller_id text,
    add column if not exists sold_count numeric;

comment on column silver.products_versions.seller_id is
'Its one seller, where the source names one on the product.';
comment on column silver.products_versions.sold_count is
'Pieces sold so far, where the source states them on the product.';
"""
VIEW = """
drop view silver.products;
create view silver.products as
select
    product_id,
    product_name,
    category,
    category_english,
    brand,
    price_amount,
    weight_grams,
    volume_cm3,
    photos_count,
    shelf_life_days,
    seller_id,
    sold_count,
    known_from
from silver.products_versions
where known_to is null;

comment on view silver.products is
'Every product as known now. Grain: one product.';
"""
FORECASTS = """
create table if not exists ml.forecasts (
    day date not null,
    model text not null,
    version integer,
    method text not null,
    grain text not null,
    group_key text not null,
    horizon_days integer not null,
    target_from date,
    target_to date,
    expected double precision not null,
    lower_50 double precision,
    upper_50 double precision,
    lower_90 double precision,
    upper_90 double precision,
    orders_count double precision,
    agreed_share double precision,
    breach_probability double precision check (breach_probability between 0 and 1),
    usual double precision,
    actual double precision,
    primary key (day, model, grain, group_key, horizon_days)
);

comment on table ml.forecasts is
'One row per night, model, group and horizon, as forecast on that evening. Grain: day, model,'
' grain, group_key, horizon_days.';
comment on column ml.forecasts.day is 'Business day on whose evening it was forecast.';
comment on column ml.forecasts.model is 'Name of the models spec.';
comment on column ml.forecasts.version is
'Version in the registry; null where a plain method serves because nothing beats it.';
comment on column ml.forecasts.method is 'What the number comes from, in words.';
comment on column ml.forecasts.grain is
'What is told apart: all, area, category, seller_group or product.';
comment on column ml.forecasts.group_key is 'Area, category, group of sellers, or product.';
comment on column ml.forecasts.horizon_days is
'Days from the day to the end of the target; 0 where the question is one without time.';
comment on column ml.forecasts.target_from is 'First day of the target.';
comment on column ml.forecasts.target_to is 'Last day of the target.';
comment on column ml.forecasts.expected is
'How many are expected: late orders, pieces ordered, or pieces sold.';
comment on column ml.forecasts.lower_50 is
'Lower bound of the 50 % interval; null while too few forecasts are settled.';
comment on column ml.forecasts.upper_50 is 'Upper bound of the 50 % interval.';
comment on column ml.forecasts.lower_90 is 'Lower bound of the 90 % interval.';
comment on column ml.forecasts.upper_90 is 'Upper bound of the 90 % interval.';
comment on column ml.forecasts.orders_count is
'Orders expected to fall due in the target; of late orders only.';
comment on column ml.forecasts.agreed_share is
'Share of late orders that the contract of the source agrees to; of late orders only.';
comment on column ml.forecasts.breach_probability is
'Probability that more than the agreed share is late; of late orders only.';
comment on column ml.forecasts.usual is
'What people compare it with: late orders of as many days before, the mean week of the last eight,'
' or the usual sales by number of reviews.';
comment on column ml.forecasts.actual is
'What was known already on the evening: of products the pieces sold; else null.';
"""


def upgrade() -> None:
    """Add columns and table; products that are there sold nothing known until they come again."""
    for statements in (COLUMNS, VIEW, FORECASTS):
        op.execute(statements)
