"""Staff screens of the contacts register: lists, pages of one contact, graph, merges, visits, proofs of consent."""
