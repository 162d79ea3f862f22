"""Screens of the activity register."""
