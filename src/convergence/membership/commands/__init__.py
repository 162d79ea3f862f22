"""Acts of membership and dues."""
