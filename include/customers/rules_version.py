"""The rules of each month as a version: in MLflow and in `ml.model_versions`, with the evidence."""

import tempfile
from datetime import date
from pathlib import Path

from psycopg2.extras import Json

from include.customers.segment_rules import RULES_VERSION, Rules, write_rules
from include.ml.gate import Decision
from include.ml.manifest import save_manifest
from include.ml.registry import register_version
from include.ml.specs import SEGMENTS
from include.warehouse.connect import open_transaction, read_sql


def register_rules(fitted_day: date, rules: Rules) -> None:
    """Register rules that were just learned, with what they were chosen by."""
    decision = judge_rules(rules)
    metrics = list_metrics(rules)
    with tempfile.TemporaryDirectory() as folder:
        registered = register_version(
            SEGMENTS,
            Path(folder),
            {"method": rules.method, "rules_version": RULES_VERSION},
            metrics,
            {
                "trained_for_day": fitted_day.isoformat(),
                "decision": decision.verdict,
                "reason": decision.reason,
                "manifest_sha256": save_manifest(Path(folder), write_rules(rules)),
            },
        )
    row = {
        "model": SEGMENTS,
        "version": registered.version,
        "day": fitted_day,
        "decision": decision.verdict,
        "reason": decision.reason,
        "metrics": Json(metrics | {"headline": f"Rand index {rules.evidence.agreement:.3f}"}),
        "run_id": registered.run_id,
        "training_set": "",
    }
    with open_transaction() as connection, connection.cursor() as cursor:
        cursor.execute(read_sql("ml/insert_model_version.sql"), row)


def judge_rules(rules: Rules) -> Decision:
    """Say whether clusters serve, or bands because no clusters were found, with the figures."""
    found = rules.evidence.candidate
    if found is None:
        return Decision("no_skill", "No skill: too few customers for clusters; bands serve.")
    figures = (
        f"{found.clusters_count} clusters have silhouette {found.silhouette:.3f}, shuffled columns"
        f" {max(found.shuffled, found.lump):.3f}, and agree between halves to {found.agreement:.3f}"
    )
    if rules.clusters is None:
        return Decision("no_skill", f"No skill: {figures}; bands serve.")
    return Decision("promoted", f"Promoted: {figures}.")


def list_metrics(rules: Rules) -> dict[str, float]:
    """Return the figures of the evidence."""
    evidence, found = rules.evidence, rules.evidence.candidate
    figures = {
        "customers_count": float(evidence.customers_count),
        "returning_share": evidence.returning_share,
        "agreement": evidence.agreement,
    }
    if found is not None:
        figures |= {
            "clusters_count": float(found.clusters_count),
            "silhouette": found.silhouette,
            "silhouette_shuffled": found.shuffled,
            "silhouette_lump": found.lump,
        }
    return figures
