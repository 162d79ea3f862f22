"""Exhibitions that travel: loans, the calendar of crates, what is in the kit, incidents."""
