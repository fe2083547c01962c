-- customers/load_rules: the rules learned on a day by one version of the method; at most one row.
-- Reads ml.segment_rules.
select rules
from ml.segment_rules
where fitted_day = %(day)s::date and rules_version = %(version)s;
