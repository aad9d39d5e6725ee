"""A simulated charging station (OCPP 2.0.1): boots, charges cars, loses its link, replays."""
