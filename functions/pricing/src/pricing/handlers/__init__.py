"""One Lambda entry per file."""
