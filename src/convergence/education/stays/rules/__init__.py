"""Pure rules of stays: marks and ranking, ages, openness of a call, reminders, sealing."""
