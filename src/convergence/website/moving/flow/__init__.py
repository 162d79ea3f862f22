"""From the HTML of an old page to a flow of clean pieces: paragraphs, lists, headings, quotations, pictures.

The parser keeps no tree: deep or unbalanced tags cost nothing and nothing of the old markup passes but what it knows.
"""

from convergence.website.moving.flow.parsing import HEADINGS, Flow
from convergence.website.moving.flow.pieces import Piece

__all__ = ["HEADINGS", "Flow", "Piece"]
