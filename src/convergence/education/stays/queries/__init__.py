"""Reads of internships and missions."""
