-- check_source/findings: what the checks of silver and gold warn of, with the first rows.
-- Reads ops.check_findings, which holds nothing but the dry run.
select
    check_name,
    sentence,
    rows_count,
    sample as sample_rows
from ops.check_findings
where
    day = %(day)s::date
    and rows_count > 0
order by check_name
