"""The models: one module with one `SPEC` each, listed here in the order in which they run."""

from include.sources.contract import list_mapped

# trained every night by the DAG `train`, served by `score`, watched by `drift`
NIGHTLY = ("delay_open", "delay_at_order")
# answered by the DAG `answer`, trained once a week: the silver tables without which none is asked
WEEKLY: dict[str, tuple[str, ...]] = {
    "sentiment": ("reviews",),
    "review_risk": ("reviews", "orders", "deliveries"),
    "reorders": ("orders", "order_items"),
    "late_orders": ("orders", "deliveries"),
    "weekly_demand": ("orders", "order_items"),
    "product_sales": ("products", "reviews"),
}
SPECS = (*NIGHTLY, *WEEKLY)
SEGMENTS = "segments"  # the rules of `include/customers/`, learned once a month: nothing to pin
SURVEYS = "review_risk"  # the model whose surveys are reported
SENTIMENT = "sentiment"  # the model whose topics and quotes are reported
ALERTING = "delay_open"  # the model whose scores are reported, ranked and mailed


def name_step(dag: str, model: str) -> str:
    """Return the step of the night, in `ops.steps`, that a DAG takes for a model."""
    return f"{dag}_{model}"


def list_answered(source: str) -> tuple[str, ...]:
    """Return the weekly models that a source can be asked, by the tables that it maps."""
    mapped = list_mapped(source)
    return tuple(model for model, needs in WEEKLY.items() if mapped.issuperset(needs))
