"""Reads of membership and dues."""
