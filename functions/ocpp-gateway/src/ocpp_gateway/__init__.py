"""The socket: what stations said, and what we ask of them."""
