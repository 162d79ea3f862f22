"""The trade's rules as pure functions: no Django, no clock, no database.

The prose and the tables stand in `docs/reference/rules/dues.md`.
"""
