"""Stations of OCPP 1.6: their messages become the same facts as those of 2.0.1 (ADR 0013)."""
