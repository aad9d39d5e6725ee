"""A layer of the sample: one word."""

GREETING = "hello"
