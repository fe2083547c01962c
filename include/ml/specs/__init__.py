"""The models: one module with one `SPEC` each, listed here in the order in which they run."""

SPECS = ("delay_open", "delay_at_order")
ALERTING = "delay_open"  # the model whose scores are reported, ranked and mailed
