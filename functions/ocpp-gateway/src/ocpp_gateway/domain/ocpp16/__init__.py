"""OCPP 1.6 in the words of 2.0.1, and back: pure translation (ADR 0013)."""
