"""Sessions as values: no AWS, no clock, no environment."""
