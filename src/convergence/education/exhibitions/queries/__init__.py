"""Reads of exhibitions and loans."""
