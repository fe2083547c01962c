-- ml.segment_moves: one row per night and pair of segments: how many customers moved between them.
create table if not exists ml.segment_moves (
    day date not null,
    segment_before text not null,
    segment text not null,
    customers_count integer not null,
    primary key (day, segment_before, segment)
);

comment on table ml.segment_moves is
'One row per night and pair of segments: the customers who are in one now and were in the other 28'
' days before, both by the rules of the night. Grain: day, segment_before, segment.';
comment on column ml.segment_moves.day is 'Business day of the newer of the two evenings.';
comment on column ml.segment_moves.segment_before is
'Segment 28 days before; empty for those who had not ordered yet.';
comment on column ml.segment_moves.segment is
'Segment on the day, the same for those who stayed; empty for those whose orders were withdrawn.';
comment on column ml.segment_moves.customers_count is 'Customers.';
