"""The token registry: which idToken may charge, where, and until when."""
