"""Tokens and the rules they keep."""
