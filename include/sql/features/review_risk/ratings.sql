-- features/review_risk/ratings: one row per question: the share of few stars that its seller,
-- product, category and area, and the network, had by the evening.
-- Reads rating_windows, line_facts. Shares lean on imaginary reviews at the network's share of the
-- year: 10 for a seller (20 for 90 days), 5 for a product, 50 for a category and an area.
create temporary table rating_facts on commit drop as
with network as (
    select
        day,
        order_id,
        (bad_365d + 3)::double precision / (answered_365d + 20) as bad_share_365d,
        (bad_90d + 3)::double precision / (answered_90d + 20) as bad_share_90d
    from rating_windows
    where group_kind = 'network'
)

select
    network.day,
    network.order_id,
    network.bad_share_90d as network_bad_share_90d,
    coalesce(seller.answered_365d, 0) as seller_reviews_count,
    coalesce(product.answered_365d, 0) as product_reviews_count,
    (coalesce(seller.bad_365d, 0) + 10 * network.bad_share_365d)
    / (coalesce(seller.answered_365d, 0) + 10) as seller_bad_share_365d,
    (coalesce(seller.bad_90d, 0) + 20 * network.bad_share_365d)
    / (coalesce(seller.answered_90d, 0) + 20) as seller_bad_share_90d,
    (coalesce(product.bad_365d, 0) + 5 * network.bad_share_365d)
    / (coalesce(product.answered_365d, 0) + 5) as product_bad_share_365d,
    (coalesce(category.bad_365d, 0) + 50 * network.bad_share_365d)
    / (coalesce(category.answered_365d, 0) + 50) as category_bad_share_365d,
    (coalesce(area.bad_90d, 0) + 50 * network.bad_share_365d)
    / (coalesce(area.answered_90d, 0) + 50) as area_bad_share_90d
from network
left join rating_windows as seller
    on
        network.day = seller.day
        and network.order_id = seller.order_id
        and seller.group_kind = 'seller'
left join rating_windows as product
    on
        network.day = product.day
        and network.order_id = product.order_id
        and product.group_kind = 'product'
left join rating_windows as category
    on
        network.day = category.day
        and network.order_id = category.order_id
        and category.group_kind = 'category'
left join rating_windows as area
    on
        network.day = area.day
        and network.order_id = area.order_id
        and area.group_kind = 'area';
