"""Pure values and rules that several services speak: no AWS, no clock, no environment."""
