"""Screens of trainings: inbox, dates, who facilitates, sessions, catalogue."""
