"""The commands about models, on a warehouse of their own."""

from contextlib import closing

import psycopg2

from include.runtime.state import State, load_environment
from tests.runtime.conftest import Runtime


def test_before_the_first_training_the_lists_are_empty_and_nothing_can_be_pinned(
    runtime: Runtime, running: State
) -> None:
    root = running.folder.parent
    assert runtime("models", root=root).stdout == "no model has been trained yet\n"
    assert runtime("training-sets", root=root).stdout == "no training set has been saved yet\n"
    done = runtime("pin", "--model", "delay_open", "--version", "3", root=root)
    assert done.returncode == 1
    assert done.stderr.endswith("delay_open has no version 3. No version can serve.\n")
    done = runtime("benchmarks", "--model", "delay_open", root=root)
    assert "delay_open has no version to compare with: train a night first." in done.stderr


def test_the_lists_show_versions_with_their_decisions_and_rows(
    runtime: Runtime, running: State
) -> None:
    url = load_environment(running)["NIGHTSHIFT_WAREHOUSE_URL"]
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            """
            insert into ml.model_versions
                (model, version, trained_for_day, decision, reason, metrics, training_set)
            values
                ('delay_open', 1, '2026-03-01', 'first', 'Promoted: it is the first.',
                 '{"auc": 0.75}', 'aaaabbbbccccdddd'),
                ('delay_open', 2, '2026-03-02', 'refused', 'Refused: it is worse.', '{}', '');
            insert into ml.training_sets
                (model, content_sha256, day, feature_version, fitting_rows_count,
                 validation_rows_count, test_rows_count, from_day, to_day, label_sha256,
                 file_name, file_bytes)
            values
                ('delay_open', 'aaaabbbbccccdddd', '2026-03-01', 2, 1000, 200, 34, '2026-01-01',
                 '2026-02-27', 'eeee', 'delay_open/aaaabbbbccccdddd.parquet', 1500000)
            """
        )
        connection.commit()
    models = runtime("models", root=running.folder.parent).stdout.splitlines()
    assert [line.split()[:6] for line in models[1:]] == [
        ["delay_open", "2", "2026-03-02", "refused", "Refused:", "it"],
        ["delay_open", "1", "2026-03-01", "first", "AUC", "0.750"],
    ]
    (_, row) = runtime("training-sets", root=running.folder.parent).stdout.splitlines()
    told = "delay_open aaaabbbbcccc 2026-03-01 2 1,234 2026-01-01 to 2026-02-27 eeee 1 1.5"
    assert row.split() == told.split()
