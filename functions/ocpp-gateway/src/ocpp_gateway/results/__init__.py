"""What the CALLRESULTs of our CALLs tell, kept: one file a topic."""
