"""Tables of finance."""
