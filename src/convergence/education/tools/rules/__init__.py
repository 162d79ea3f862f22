"""Pure rules of tools: amounts, files, languages, robots, states, stock, tokens."""
