"""Reads of history, for pages, exports and the API."""

from convergence.history.queries.counters import Counter, counter, counters
from convergence.history.queries.countries import CountryRecord, countries_by_capacity, country_records
from convergence.history.queries.mission import mission_on, mission_wordings
from convergence.history.queries.timeline import Moment, moment_of, timeline

__all__ = [
    "Counter",
    "CountryRecord",
    "Moment",
    "counter",
    "counters",
    "countries_by_capacity",
    "country_records",
    "mission_on",
    "mission_wordings",
    "moment_of",
    "timeline",
]
