"""Reads of the activity register."""
