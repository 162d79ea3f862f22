"""What may be done with exhibitions and their loans.

- `save_record`, `name_portrayed`, `record_consent`: what travels, and who is shown in it;
- `request_loan`, `offer_loan`, `end_loan`: whom it is lent to;
- `sign_as_lender`, `sign_as_borrower`: the agreement;
- `write_report`, `state_visitors`, `give_feedback`: at the stop;
- `open_incident`, `settle_incident`: out of circulation and back;
- `remind_returns`, `forget_requests`, `forget_people`: what time asks for.
"""

from convergence.education.exhibitions.commands.agreement import sign_as_borrower, sign_as_lender
from convergence.education.exhibitions.commands.catalogue import name_portrayed, record_consent, save_record
from convergence.education.exhibitions.commands.erasing import forget_people, forget_requests
from convergence.education.exhibitions.commands.incidents import open_incident, settle_incident
from convergence.education.exhibitions.commands.loans import Asked, end_loan, offer_loan, request_loan
from convergence.education.exhibitions.commands.mail import remind_returns
from convergence.education.exhibitions.commands.reports import Seen, write_report
from convergence.education.exhibitions.commands.stops import give_feedback, state_visitors

__all__ = [
    "Asked",
    "Seen",
    "end_loan",
    "forget_people",
    "forget_requests",
    "give_feedback",
    "name_portrayed",
    "offer_loan",
    "open_incident",
    "record_consent",
    "remind_returns",
    "request_loan",
    "save_record",
    "settle_incident",
    "sign_as_borrower",
    "sign_as_lender",
    "state_visitors",
    "write_report",
]
