-- ml/delete_benchmarks: forget the methods measured beside a day's version: they are measured anew.
delete from ml.benchmarks
where model = %(model)s and day = %(day)s::date;
