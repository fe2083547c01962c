-- gold.fact_reviews: one row per review and order.
create table if not exists gold.fact_reviews (
    review_id text not null,
    order_id text not null,
    product_id text,
    seller_id text,
    customer_id text,
    stars smallint,
    reviewed_at timestamptz,
    reviewed_date date,
    review_title text,
    review_text text,
    category text,
    primary key (review_id, order_id)
);

create index if not exists fact_reviews_order_id_idx on gold.fact_reviews (order_id);
create index if not exists fact_reviews_reviewed_date_idx on gold.fact_reviews (reviewed_date);

comment on table gold.fact_reviews is
'One row per review and order: a source may use one review id for several orders.';
comment on column gold.fact_reviews.review_id is 'The review''s id in the source.';
comment on column gold.fact_reviews.order_id is 'The order reviewed; empty for a product review.';
comment on column gold.fact_reviews.product_id is
'The product reviewed; for an order with one product, that product; else null.';
comment on column gold.fact_reviews.seller_id is 'The order''s main seller, else null.';
comment on column gold.fact_reviews.customer_id is 'The person: the review''s, else the order''s.';
comment on column gold.fact_reviews.stars is '1 to 5; null where none were given.';
comment on column gold.fact_reviews.reviewed_at is 'When the review was written or asked for.';
comment on column gold.fact_reviews.reviewed_date is 'Local date of reviewed_at.';
comment on column gold.fact_reviews.review_title is 'Title, in the source''s language.';
comment on column gold.fact_reviews.review_text is 'Text, in the source''s language.';
comment on column gold.fact_reviews.category is
'What the feedback is about, where the source says it.';
