"""Rules of the gateway: no AWS, no clock, no environment."""
