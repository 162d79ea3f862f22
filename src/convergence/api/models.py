"""Tables of api."""
