"""Pure rules of finance: references, ledger, matching."""
