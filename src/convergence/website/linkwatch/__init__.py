"""Watching the addresses that the site leads to, and offering archived copies of those that are gone (S143)."""
