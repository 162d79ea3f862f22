"""Screens of the import: a list from upload to undo, and possible duplicates."""
