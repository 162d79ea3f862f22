"""A complete, living example organisation, loaded through the commands that people use.

Knows every other app; nothing imports it. Facts about the organisation come from its public pages; the unions, the
people, the amounts and the bank statement are made up. It must never hold a real person's address.
"""
