"""The first register: who. Persons, organisations and their bodies, how they are linked and reached, what they consented to. Knows no dues, no invoice."""
