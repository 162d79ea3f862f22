"""Views of money, one module for each kind of paper."""
