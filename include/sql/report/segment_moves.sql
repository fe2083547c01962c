-- report/segment_moves: one row per pair of segments that customers moved between within 28 days,
-- most customers first; those who had not ordered before come from an empty segment. Those who
-- stayed are left out. Reads ml.segment_moves.
select
    segment_before,
    segment,
    customers_count
from ml.segment_moves
where day = %(day)s::date and segment <> segment_before
order by customers_count desc, segment_before asc, segment asc;
