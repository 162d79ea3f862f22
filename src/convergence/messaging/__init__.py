"""The fourth register: what was said to whom, and what became of it. Knows no dues and no receipt."""
