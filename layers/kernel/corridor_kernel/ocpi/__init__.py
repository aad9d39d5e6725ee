"""OCPI 2.2.1 value types: what tariffs, charging periods and CDRs are made of."""
