-- ml/delete_delay_reasons: clear a night's reasons of a model for writing them anew.
delete from ml.delay_reasons
where day = %(day)s::date and model = %(model)s;
