"""72 hours without a link: a fleet that charges on, comes back and replays, in compressed time."""
