-- report/check_findings: what tonight's warning checks found, and a month of counts of orphans.
-- Reads ops.check_findings. A check that found nothing has a row as well.
select
    day,
    check_name,
    sentence,
    rows_count,
    sample
from ops.check_findings
where
    severity = 'warn'
    and day between %(day)s::date - 29 and %(day)s::date
    and (day = %(day)s::date or check_name like '%%\_orphans')
order by day, check_name
