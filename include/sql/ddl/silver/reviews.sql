-- silver.reviews: one review of one order.
-- silver.reviews_versions holds every version, the view the current one.

create table if not exists silver.reviews_versions (
    review_id text not null,
    order_id text not null,
    product_id text,
    customer_id text,
    stars integer,
    review_title text,
    review_text text,
    category text,
    reviewed_at timestamptz,
    answered_at timestamptz,
    known_from date not null,
    known_to date,
    _file text not null,
    _row bigint not null,
    primary key (review_id, order_id, known_from),
    check (known_from < known_to)
);

create index if not exists reviews_versions_known_from
on silver.reviews_versions using brin (known_from) with (autosummarize = on);
create index if not exists reviews_versions_known_to
on silver.reviews_versions (known_to) where known_to is not null;
create index if not exists reviews_versions_order_id
on silver.reviews_versions (order_id);

comment on table silver.reviews_versions is
'Every version of a review. Grain: review_id, order_id, known_from.';
comment on column silver.reviews_versions.review_id is
'Review; Olist repeats one id over several orders.';
comment on column silver.reviews_versions.order_id is
'Order, empty where a review belongs to none.';
comment on column silver.reviews_versions.product_id is 'Product, where the review names one.';
comment on column silver.reviews_versions.customer_id is 'Account that wrote it.';
comment on column silver.reviews_versions.stars is 'Stars, 1 to 5.';
comment on column silver.reviews_versions.review_title is 'Title.';
comment on column silver.reviews_versions.review_text is 'Text, in the language of the source.';
comment on column silver.reviews_versions.category is
'Subject that the source assigns to the text.';
comment on column silver.reviews_versions.reviewed_at is 'Moment the review was written.';
comment on column silver.reviews_versions.answered_at is 'Moment it was answered.';
comment on column silver.reviews_versions.known_from is
'Business day from whose end on this version is known.';
comment on column silver.reviews_versions.known_to is
'First business day that knows better; null for the current version.';
comment on column silver.reviews_versions._file is 'File that the version came from.';
comment on column silver.reviews_versions._row is 'Line number in that file.';

create or replace view silver.reviews as
select
    review_id,
    order_id,
    product_id,
    customer_id,
    stars,
    review_title,
    review_text,
    category,
    reviewed_at,
    answered_at,
    known_from
from silver.reviews_versions
where known_to is null;

comment on view silver.reviews is
'Every review as known now. Grain: one review of one order.';
