"""The figures of `make bench`: round trips, CPU, imports, load, a reconnecting fleet."""
