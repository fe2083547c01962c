"""The models: one module with one `SPEC` each."""
