-- ml/delete_delay_scores: clear a night's scores of a model for writing them anew.
delete from ml.delay_scores
where day = %(day)s::date and model = %(model)s;
