-- ml/delete_forecasts: takes a model's forecasts of a night away, so that they are written anew.
-- Writes ml.forecasts.
delete from ml.forecasts
where day = %(day)s::date and model = %(model)s;
