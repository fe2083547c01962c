"""The few lines that end a run: what was loaded, how good the model is, where everything is."""

from datetime import date
from pathlib import Path
from typing import Any

import psycopg2

from include.runtime.environment import LOGIN

LOADED = """
    select
        coalesce(sum(rows_read), 0)::bigint,
        coalesce(sum(rows_loaded), 0)::bigint,
        coalesce(sum(rows_merged), 0)::bigint,
        coalesce(sum(rows_quarantined), 0)::bigint
    from ops.load_ledger
"""
SERVED = """
    select
        served_models.model,
        served_models.version,
        model_versions.decision,
        model_versions.metrics
    from ml.served_models
    inner join ml.model_versions
        on
            served_models.model = model_versions.model
            and served_models.version = model_versions.version
    where served_models.day = %(day)s::date
    order by served_models.model
"""
ALERTS = """
    select
        (select count(*) from ml.delay_scores where day = %(day)s::date and is_alerted),
        (select count(*) from ml.delay_scores where day = %(day)s::date),
        (select count(*) from ops.outbox where kind = 'alert'),
        (select count(*) from ops.outbox where kind = 'digest')
"""
IS_PROMISED = "select exists(select from gold.fact_orders where promised_at is not null)"
NO_DELIVERIES = "none: this source has no deliveries"


def describe_model(model: str, version: int, decision: str, metrics: dict[str, Any]) -> str:
    """Return a served model and its skill in a line."""
    auc, low, high = (metrics.get(name) for name in ("auc", "auc_lower", "auc_upper"))
    skill = "no figures yet" if auc is None else f"AUC {auc:.3f}"
    if low is not None and high is not None:
        skill += f" (95 % between {low:.3f} and {high:.3f})"
    if decision == "no_skill":
        skill += ", no skill: it ranks nothing"
    return f"{model} version {version}: {skill}"


def describe_alerts(alerted: int, scored: int, day: date) -> str:
    """Return how many of the night's scored orders were alerted, in a line."""
    if not scored:
        return f"none: no order was scored on {day}"
    return f"{alerted:,} of {scored:,} open orders on {day}"


def load_summary(environment: dict[str, str], day: date) -> list[tuple[str, str]]:
    """Return what the warehouse tells of the run up to `day`, as (label, text)."""
    connection = psycopg2.connect(environment["NIGHTSHIFT_READER_URL"])
    try:
        with connection.cursor() as cursor:
            cursor.execute(LOADED)
            read, loaded, merged, quarantined = cursor.fetchone() or (0, 0, 0, 0)
            cursor.execute(SERVED, {"day": day})
            models = [describe_model(*row) for row in cursor.fetchall()]
            cursor.execute(ALERTS, {"day": day})
            alerted, scored, alerts, digests = cursor.fetchone() or (0, 0, 0, 0)
            cursor.execute(IS_PROMISED)
            (is_promised,) = cursor.fetchone() or (False,)
    finally:
        connection.close()
    return [
        (
            "rows",
            f"{read:,} read: {loaded:,} loaded, {merged:,} merged, {quarantined:,} quarantined",
        ),
        (
            "champion",
            "; ".join(models) or ("none serves yet" if is_promised else NO_DELIVERIES),
        ),
        (
            "alerts",
            describe_alerts(alerted, scored, day) if is_promised else NO_DELIVERIES,
        ),
        ("mail", f"{alerts} alerts and {digests} digests so far"),
    ]


def list_places(environment: dict[str, str], day: date | None) -> list[tuple[str, str]]:
    """Return where reports, mails and the Airflow UI are, as (label, text)."""
    site = Path(environment["NIGHTSHIFT_SITE"])
    report = site / day.isoformat() / "index.html" if day else site
    mail = "sent by SMTP connection smtp_default"
    if not environment.get("AIRFLOW_CONN_SMTP_DEFAULT"):
        mail = environment["NIGHTSHIFT_MAIL_FOLDER"]
    return [
        ("report", str(report)),
        ("mails", mail),
        ("Airflow", environment["NIGHTSHIFT_AIRFLOW_URL"]),
        ("login", f"{LOGIN} / {environment['NIGHTSHIFT_AIRFLOW_PASSWORD']}"),
    ]
