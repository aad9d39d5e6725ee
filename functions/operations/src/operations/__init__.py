"""The operators' door: one REST API in front of the services that own the answers."""
