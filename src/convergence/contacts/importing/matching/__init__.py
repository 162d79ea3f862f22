"""When two records speak of one subject: scores, reasons, and near-linear search for candidates.

Pure functions, without Django. The rules, in prose:

* two different member numbers are two subjects, whatever else agrees;
* the same number is one subject;
* otherwise the evidence adds up (name, e-mail, phone, address, contact, city, acronym) and
  what contradicts is taken away; 60 of 100 is a match;
* the same name alone never reaches 60: it is a reason to look, not a decision.

Candidates are found through keys (number, e-mail, phone, name, postal code, acronym and city);
a key shared by many records is walked in sorted order with a small window, so that the work
stays near to linear.
"""

from .candidates import Groups, candidate_pairs, close_pairs
from .profiles import Profile, build_profile, entry_profile, name_words, normal_number
from .scores import SURE, THRESHOLD, Match, compare
from .wording import compare_words

__all__ = [
    "SURE",
    "THRESHOLD",
    "Groups",
    "Match",
    "Profile",
    "build_profile",
    "candidate_pairs",
    "close_pairs",
    "compare",
    "compare_words",
    "entry_profile",
    "name_words",
    "normal_number",
]
