"""Reads of education projects."""
