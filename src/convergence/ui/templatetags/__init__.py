"""Template tags of the looks."""
