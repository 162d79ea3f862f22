"""Who belongs, in which group, and the yearly dues call. Builds on the registers; no other practice is known to it."""
