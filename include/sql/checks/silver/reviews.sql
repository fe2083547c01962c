-- #fail: Two versions of one review hold on the same day, or its key is empty.
-- Reads the versions that begin on the days just built, and their neighbours, by index.
with
clashes as (
    select
        later.review_id,
        later.order_id,
        earlier.known_from,
        earlier.known_to,
        later.known_from as next_known_from
    from silver.reviews_versions as later
    inner join silver.reviews_versions as earlier
        on
            later.review_id = earlier.review_id
            and later.order_id = earlier.order_id
            and later.known_from > earlier.known_from
    where
        later.known_from between %(since)s::date and %(day)s::date
        and earlier.known_from < %(day)s::date
        and coalesce(earlier.known_to, 'infinity'::date) > later.known_from
    union
    select
        later.review_id,
        later.order_id,
        earlier.known_from,
        earlier.known_to,
        later.known_from as next_known_from
    from silver.reviews_versions as earlier
    inner join silver.reviews_versions as later
        on
            earlier.review_id = later.review_id
            and earlier.order_id = later.order_id
            and earlier.known_from < later.known_from
    where
        earlier.known_from between %(since)s::date and %(day)s::date
        and later.known_from > %(since)s::date
        and coalesce(earlier.known_to, 'infinity'::date) > later.known_from
)

select
    clashes.review_id,
    clashes.order_id,
    clashes.known_from,
    clashes.known_to,
    clashes.next_known_from
from clashes
union all
select
    reviews_versions.review_id,
    reviews_versions.order_id,
    reviews_versions.known_from,
    reviews_versions.known_to,
    null as next_known_from
from silver.reviews_versions
where reviews_versions.review_id = '';
