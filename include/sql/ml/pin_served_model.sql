-- ml/pin_served_model: the version that serves a night; the first one stays.
insert into ml.served_models (day, model, version)
values (%(day)s::date, %(model)s, %(version)s)
on conflict (day, model) do nothing;
