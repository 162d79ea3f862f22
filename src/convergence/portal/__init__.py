"""Screens of delegates and partners, limited to their own organisation. No model."""
