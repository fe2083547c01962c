-- ml/insert_model_version: one trained version; the first one recorded for a day stays.
insert into ml.model_versions (
    model, version, trained_for_day, decision, reason, metrics, run_id, training_set
)
values (
    %(model)s,
    %(version)s,
    %(day)s::date,
    %(decision)s,
    %(reason)s,
    %(metrics)s,
    %(run_id)s,
    %(training_set)s
)
on conflict (model, trained_for_day) do nothing;
