"""Shared words: regions, languages. Knows no record that uses them."""
