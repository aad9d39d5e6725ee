"""Charging sessions: what a station's transaction events mean, until the bill is written."""
