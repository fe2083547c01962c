"""Forecasts of quantities: how many, with intervals, beside the plain methods they must beat."""
