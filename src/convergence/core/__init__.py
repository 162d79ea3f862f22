"""What every app stands on: errors, facts, audit log, money, periods, dates, figures, the organisation's profile.

Knows no other noun of the domain than the organisation that runs the software.
"""
