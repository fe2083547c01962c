-- ml.falling_ratings: one row per night and product or seller with enough reviews to compare.
create table if not exists ml.falling_ratings (
    day date not null,
    unit_kind text not null check (unit_kind in ('product', 'seller')),
    unit_id text not null,
    reviews_count integer not null,
    stars_average double precision not null,
    recent_reviews_count integer not null,
    recent_stars_average double precision not null,
    usual_stars double precision not null,
    expected_stars double precision not null,
    expected_lower double precision not null,
    expected_upper double precision not null,
    next_average double precision not null,
    is_falling boolean not null,
    primary key (day, unit_kind, unit_id)
);

comment on table ml.falling_ratings is
'One row per night and product or seller reviewed in the last 56 days and before: whether its'
' rating is about to fall. Grain: day, unit_kind, unit_id. Without times of reviews there is none.';
comment on column ml.falling_ratings.day is 'Business day of the night.';
comment on column ml.falling_ratings.unit_kind is 'product or seller.';
comment on column ml.falling_ratings.unit_id is 'Product or seller.';
comment on column ml.falling_ratings.reviews_count is 'Reviews with stars of the last 421 days.';
comment on column ml.falling_ratings.stars_average is 'Mean of their stars: the rating shown.';
comment on column ml.falling_ratings.recent_reviews_count is 'Of those, in the last 56 days.';
comment on column ml.falling_ratings.recent_stars_average is 'Mean of their stars.';
comment on column ml.falling_ratings.usual_stars is
'What it had before the last 56 days, shrunk to the mean of all by how few reviews there were.';
comment on column ml.falling_ratings.expected_stars is
'What its next reviews are expected to have: its recent ones, shrunk to its usual.';
comment on column ml.falling_ratings.expected_lower is 'Lower end of the 95 % interval.';
comment on column ml.falling_ratings.expected_upper is 'Upper end of that interval.';
comment on column ml.falling_ratings.next_average is
'The rating shown in 56 days, when as many reviews come as in the last 56.';
comment on column ml.falling_ratings.is_falling is
'The interval lies below the usual by more than the whole business fell, and the rating shown'
' falls by a twentieth of a star at least.';
