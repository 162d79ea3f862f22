"""A complete example organisation, loaded through the commands that users use."""
