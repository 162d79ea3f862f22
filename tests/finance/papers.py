"""Reading the words of a PDF in tests."""

import io
from typing import Any

import pypdf


def words_of(paper: Any, field: str = "pdf") -> str:
    """Return the words of a stored PDF, spaces squeezed."""
    reader = pypdf.PdfReader(io.BytesIO(bytes(getattr(paper, field))))
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())
