"""The dues call, scales, and who is a member: screens of the staff."""
