"""Signed meter values: kept as they came, verified by the key of their meter (Eichrecht)."""
