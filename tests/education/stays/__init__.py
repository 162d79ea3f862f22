"""Tests of internships and missions."""
