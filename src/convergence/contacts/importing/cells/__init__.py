"""What a cell says: amounts, counts, dates, phones, e-mails, postal codes, yes and no.

Pure functions, without Django. Each `read_*` takes a cell and returns `(value, reason)`: the
value is None when the cell is empty or not understood; a reason says why it was not, or what
was set aside. A bad cell never refuses its line.
"""

from convergence.contacts.importing.readers import Cell

from .addresses import canonical_email, read_emails, read_postal, split_city, split_street
from .amounts import MAX_CENTS, MAX_COUNT, Count, parse_number, read_count, read_money
from .basics import EMPTY_MARKS, ERROR_MARKS, NOT_AVAILABLE, Reason, as_text, is_empty, read_text, reason
from .dates import DateOrder, read_date
from .phones import Phone, read_phones
from .wishes import read_language, read_yes_no, says_do_not_contact

__all__ = [
    "EMPTY_MARKS",
    "ERROR_MARKS",
    "MAX_CENTS",
    "MAX_COUNT",
    "NOT_AVAILABLE",
    "Cell",
    "Count",
    "DateOrder",
    "Phone",
    "Reason",
    "as_text",
    "canonical_email",
    "is_empty",
    "parse_number",
    "read_count",
    "read_date",
    "read_emails",
    "read_language",
    "read_money",
    "read_phones",
    "read_postal",
    "read_text",
    "read_yes_no",
    "reason",
    "says_do_not_contact",
    "split_city",
    "split_street",
]
