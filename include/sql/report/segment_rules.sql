-- report/segment_rules: the rules that split the day's customers, with their evidence; at most one
-- row. Reads ml.segments, ml.segment_rules.
select distinct
    segment_rules.fitted_day,
    segment_rules.rules
from ml.segments
inner join ml.segment_rules
    on
        segments.fitted_day = segment_rules.fitted_day
        and segments.rules_version = segment_rules.rules_version
where segments.day = %(day)s::date;
