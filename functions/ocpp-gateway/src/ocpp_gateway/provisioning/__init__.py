"""The provisioning run of a station: one file per phase, `take_turn` leads through them."""
