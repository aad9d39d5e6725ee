"""The driver's package: what was measured, what it cost, and how to check it (R-EI-9)."""
