"""Users, roles and scopes, sign-in, and the scoped base of every back-office screen. Knows no contact."""
