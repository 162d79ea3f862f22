"""Pure rules of history: what a counter shows, how dates of a span are said."""
