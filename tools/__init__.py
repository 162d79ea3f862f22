"""Small programs of the developers: run by make, never by the product."""
