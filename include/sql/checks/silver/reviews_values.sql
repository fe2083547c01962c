-- #warn: A review has stars outside 1 to 5, or an answer before it was written.
-- Reads the current versions that begin on the days just built.
select
    reviews_versions.review_id,
    reviews_versions.order_id,
    reviews_versions.stars,
    reviews_versions.answered_at,
    reviews_versions.reviewed_at
from silver.reviews_versions
where
    reviews_versions.known_from between %(since)s::date and %(day)s::date
    and reviews_versions.known_to is null
    and (
        reviews_versions.stars not between 1 and 5
        or reviews_versions.answered_at < reviews_versions.reviewed_at
    );
