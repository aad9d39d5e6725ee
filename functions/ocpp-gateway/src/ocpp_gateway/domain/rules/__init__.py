"""What the standard asks of a CALL of ours beyond its schema: one file a block of the standard."""
