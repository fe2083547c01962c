-- report/steps: the steps of the night in the order they started, with their state.
-- Reads ops.steps.
select
    step,
    state,
    extract(epoch from ended_at - started_at)::float8 as seconds
from ops.steps
where day = %(day)s::date
order by started_at, step
