"""Tours of guests: who is invited, where they go, what remains to be done, what came of it."""
