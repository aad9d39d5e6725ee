"""A simulated charging station of OCPP 1.6: what the pilot stations are."""
