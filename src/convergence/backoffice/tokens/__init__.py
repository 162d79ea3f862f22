"""API tokens: each member of the staff makes and revokes their own."""
