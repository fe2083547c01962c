-- ops.published_days: one row per business day that gold shows.

create table if not exists ops.published_days (
    day date primary key,
    published_at timestamptz not null default now()
);

comment on table ops.published_days is
'Business days whose gold passed its checks and was committed. Grain: business day.';
comment on column ops.published_days.day is 'Business day.';
comment on column ops.published_days.published_at is 'Clock time of the latest publication.';
