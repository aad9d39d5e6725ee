"""The local cloud: an emulator with the production templates deployed to it, and a front door."""
