-- gold.dim_dates: one row per local date.
create table if not exists gold.dim_dates (
    date date primary key,
    weekday smallint not null,
    week smallint not null,
    month smallint not null,
    quarter smallint not null,
    year smallint not null,
    is_weekend boolean not null
);

comment on table gold.dim_dates is
'One row per local date, without a gap, from the first order or spend to the newest published day.';
comment on column gold.dim_dates.date is 'Calendar date in the source''s time zone.';
comment on column gold.dim_dates.weekday is '1 = Monday to 7 = Sunday.';
comment on column gold.dim_dates.week is 'ISO 8601 week, 1 to 53; its year may differ from `year`.';
comment on column gold.dim_dates.month is '1 to 12.';
comment on column gold.dim_dates.quarter is '1 to 4.';
comment on column gold.dim_dates.year is 'Calendar year.';
comment on column gold.dim_dates.is_weekend is 'Saturday or Sunday.';
