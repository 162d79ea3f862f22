"""Pages of one leg for its host."""
