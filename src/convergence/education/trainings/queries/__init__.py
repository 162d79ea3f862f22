"""Reads of trainings."""
