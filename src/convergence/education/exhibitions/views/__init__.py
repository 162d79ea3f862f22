"""The pages of a loan for its borrower, and the personal link that opens them."""
