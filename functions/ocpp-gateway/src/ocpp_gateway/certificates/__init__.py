"""Certificates of stations, and the roots that they and we trust."""
