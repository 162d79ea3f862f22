"""Pure rules of the contacts register: no Django, no clock, no database."""
