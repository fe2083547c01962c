"""The version that somebody chose serves, or a model's benchmarks are those of its newest version.

`change_model` does what `make pin`, `make unpin`, `make rollback` and `make benchmarks` do, and
records who asked: the user who triggered the run. A pinned version serves every night that is not
served yet until it is unpinned; training goes on. A rollback makes the version promoted before the
champion the champion again. A night that was served keeps its version.

Runs when somebody triggers it, with the model, the action, and for `pin` the version.

When it fails, who serves has not changed: the log names what was wrong and which versions can
serve; trigger it again, or see `make models`.
"""

from typing import Any

from airflow.sdk import Param, dag, task

from include.ml.specs import ALERTING, SPECS
from include.tasks import DEFAULT_ARGS, MODELLING, first_run

ACTIONS = {
    "pin": "pin: the version below serves until it is unpinned",
    "unpin": "unpin: the champion serves again",
    "rollback": "rollback: the version promoted before the champion serves",
    "benchmarks": "benchmarks: train the simpler methods on the newest version's rows",
}


@dag(
    schedule=None,
    start_date=first_run(),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS | {"owner": "models", "retries": 1},
    tags=["nightshift", "models"],
    doc_md=__doc__,
    params={
        "model": Param(ALERTING, type="string", enum=list(SPECS)),
        "action": Param("pin", type="string", enum=list(ACTIONS), values_display=ACTIONS),
        "version": Param(
            None,
            type=["null", "integer"],
            minimum=1,
            description="For `pin` only: a version that `make models` lists as first or promoted.",
        ),
    },
)
def models() -> None:
    @task(**MODELLING)
    def change_model(params: Any = None, dag_run: Any = None) -> Any:
        from include.ml import pinning

        who = dag_run.triggering_user_name or "airflow"
        return pinning.change_model(params["model"], params["action"], params["version"], who)

    change_model()


models()
