"""Reads of the contacts register."""

from convergence.contacts.queries.access import organisations_of
from convergence.contacts.queries.identity import aliases_of, family_ids, resolve, resolve_ids
from convergence.contacts.queries.search import search

__all__ = ["aliases_of", "family_ids", "organisations_of", "resolve", "resolve_ids", "search"]
