"""Settings: the organisation's own face, and who may do what."""
