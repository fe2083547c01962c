-- ml/end_model_pin: the model's pin is not in force any more from a night on.
update ml.model_pins
set
    to_day = greatest(from_day, %(to_day)s::date),
    unpinned_by = %(who)s,
    unpinned_at = clock_timestamp()
where model = %(model)s and to_day is null;
