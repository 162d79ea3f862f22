"""Pages behind personal links: a candidate's, and a participant's."""
