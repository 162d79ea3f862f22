"""Pure rules of activities: states, years, who makes it intersyndical, which cells are hidden, who was there."""
