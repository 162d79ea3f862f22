"""Reads of tools."""
