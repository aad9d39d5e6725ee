"""Tariffs, rating and CDRs: what a charging session costs, and the record that says so."""
