"""Rules of education projects."""
