"""How numeric days are written in each language: year, month, day, which nobody reads the wrong way round."""
