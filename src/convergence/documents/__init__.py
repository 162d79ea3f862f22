"""Letters, receipts and files: rendering and keeping. Knows no member and no payment."""
