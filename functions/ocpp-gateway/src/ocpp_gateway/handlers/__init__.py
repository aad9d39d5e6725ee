"""One Lambda entry per file: decode, call one thing, encode."""
