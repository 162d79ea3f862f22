"""Screens: parse, one call, answer."""
