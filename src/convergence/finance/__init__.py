"""The third register: what was due, received, receipted. Knows payers and periods, not why they owe."""
