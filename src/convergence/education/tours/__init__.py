"""Tours of guests: who is invited, how safely, at which hosts, by which ways; what remains to be done; what came of it.

The tour and its meetings are activities of the register, written once; this app keeps what is particular to a tour.
Never knows what it cost, nor what another practice of education does.
"""
