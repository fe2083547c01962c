-- customers/insert_rules: keep the rules learned on a day; those that are there already stay.
insert into ml.segment_rules (fitted_day, rules_version, method, rules)
values (%(day)s::date, %(version)s, %(method)s, %(rules)s)
on conflict (fitted_day, rules_version) do nothing;
