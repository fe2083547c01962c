-- report/broken_sections: the sections that broke when the report of the day was rendered last.
-- Reads ops.steps.
select
    listed.broken_section ->> 'page' as page,
    listed.broken_section ->> 'name' as name,
    listed.broken_section ->> 'error' as error,
    listed.broken_section ->> 'anchor' as anchor
from ops.steps
cross join
    jsonb_path_query(steps.detail, '$.broken_sections[*] ? (@.page != "")')
    with ordinality as listed (broken_section, place)
where
    steps.day = %(day)s::date
    and steps.step = 'report'
order by listed.place
