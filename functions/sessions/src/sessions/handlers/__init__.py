"""Lambda entries: decode, call one thing, encode."""
