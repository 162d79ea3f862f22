"""Rules of lending, without Django: see docs/reference/rules/loans.md."""
