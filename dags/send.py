"""Every mail that the mail server did not take at night is sent as soon as it does.

`send_waiting` sends what waits in `ops.outbox`, each mail once, and marks the steps `alert` and
`digest` done that this ends. A mail that cannot help any more is dropped and reported; one that the
server still does not take waits on, as the failed task of its night has told already.

Runs every half hour; with nothing to send it ends at once.

When it fails, mails were given up: the log names each and what the server said; see
`make test-mail` and docs/mail.md.
"""

from typing import Any

from airflow.sdk import dag, task

from include.tasks import DEFAULT_ARGS, SENDING, first_run, last_run, smtp_connection


@dag(
    schedule="*/30 * * * *",
    start_date=first_run(),
    end_date=last_run(),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS | {"owner": "reports"},
    tags=["nightshift", "mail"],
    doc_md=__doc__,
)
def send() -> None:
    @task(**SENDING | {"retries": 1})
    def send_waiting() -> Any:
        from include.mail import relay

        return relay.send_waiting(smtp_connection())

    send_waiting()


send()
