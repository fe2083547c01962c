-- ml.calibration: one row per evening, model and band of probability.
-- Over the 28 nights before the evening, an order counts once for each night that scored it.
create table if not exists ml.calibration (
    known_by date not null,
    model text not null,
    band_from double precision not null,
    band_to double precision not null,
    settled_orders_count integer not null,
    expected_late_orders_count double precision not null,
    late_orders_count integer not null,
    primary key (known_by, model, band_from),
    check (band_from < band_to),
    check (late_orders_count between 0 and settled_orders_count)
);

comment on table ml.calibration is
'One row per evening, model and band of probability: what was expected of the orders scored in the '
'28 nights before, and what became of them. An order counts once a night.';
comment on column ml.calibration.known_by is
'Business day on whose evening the outcomes were known as they stand here.';
comment on column ml.calibration.model is 'Name of the models spec.';
comment on column ml.calibration.band_from is 'Lowest probability of the band.';
comment on column ml.calibration.band_to is
'First probability above the band; the last one reaches 1.';
comment on column ml.calibration.settled_orders_count is
'Scored orders whose promise has passed and whose outcome is known.';
comment on column ml.calibration.expected_late_orders_count is
'Sum of their probabilities: how many the model expected to be late.';
comment on column ml.calibration.late_orders_count is 'How many of them were late.';
