"""Firmware and logs: what stations say of their progress, log uploads, update campaigns."""
