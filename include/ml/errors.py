"""Errors that no second try mends; a DAG file reads this module, so nothing heavy is imported."""


class LeakError(RuntimeError):
    """Training rows tell what they could not have known; the message names it and the remedy."""


class TrainingError(RuntimeError):
    """What is known cannot carry a model yet; the message says to a person what is missing."""


class ServingError(RuntimeError):
    """A version cannot be made to serve; the message says why, and which versions can."""
