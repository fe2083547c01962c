-- ml/unit_ratings: one row per product or seller: its stars of the last days, and those before.
-- Reads the temporary table rated_reviews.
with unit_reviews as (
    select
        'product' as unit_kind,
        product_id as unit_id,
        stars,
        day
    from rated_reviews
    where product_id is not null
    union all
    select
        'seller' as unit_kind,
        seller_id as unit_id,
        stars,
        day
    from rated_reviews
    where seller_id is not null
),

marked_reviews as (
    select
        unit_kind,
        unit_id,
        stars,
        day > %(day)s::date - %(recent_days)s::integer as is_recent
    from unit_reviews
)

select
    unit_kind,
    unit_id,
    count(*) filter (where not is_recent) as usual_count,
    coalesce(sum(stars) filter (where not is_recent), 0) as usual_stars,
    count(*) filter (where is_recent) as recent_count,
    coalesce(sum(stars) filter (where is_recent), 0) as recent_stars,
    sum(stars * stars) as squares
from marked_reviews
group by unit_kind, unit_id
order by unit_kind, unit_id
