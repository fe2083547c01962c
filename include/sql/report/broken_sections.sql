-- report/broken_sections: the sections that broke when the report of the day was rendered last.
-- Reads ops.steps.
select
    broken_section ->> 'page' as page,
    broken_section ->> 'name' as name,
    broken_section ->> 'error' as error,
    broken_section ->> 'anchor' as anchor
from ops.steps
cross join lateral jsonb_path_query(detail, '$.broken_sections[*] ? (@.page != "")')
    with ordinality as listed (broken_section, place)
where
    day = %(day)s::date
    and step = 'report'
order by place
