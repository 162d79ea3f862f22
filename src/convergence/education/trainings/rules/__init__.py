"""Pure rules of trainings: states, hours, who fits, when a sheet opens, tokens, codes, calendar files."""
