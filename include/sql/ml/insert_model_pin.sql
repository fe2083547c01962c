-- ml/insert_model_pin: a version is pinned from a night on.
insert into ml.model_pins (model, version, from_day, pinned_by)
values (%(model)s, %(version)s, %(from_day)s::date, %(who)s);
