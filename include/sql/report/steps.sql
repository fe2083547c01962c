-- report/steps: the steps of the night in the order they started, with their state.
-- Reads ops.steps. The report and what follows it are not over when it is written.
select
    step,
    state,
    extract(epoch from ended_at - started_at)::float8 as seconds
from ops.steps
where
    day = %(day)s::date
    and step not in ('report', 'digest', 'watch')
order by started_at, step
