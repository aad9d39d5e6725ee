"""The driver's package in words, figures and files (R-EI-9)."""
