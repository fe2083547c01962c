"""Models of review texts: whether a text complains, what about, and whose rating is falling."""
