"""Screens of activities open to registration."""
