"""The models: one module with one `SPEC` each, listed here in the order in which they run."""

SPECS = ("delay_open", "delay_at_order")
ALERTING = "delay_open"  # the model whose scores are reported, ranked and mailed


def name_step(dag: str, model: str) -> str:
    """Return the step of the night, in `ops.steps`, that a DAG takes for a model."""
    return f"{dag}_{model}"
