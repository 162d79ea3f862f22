"""OFX statements: SGML 1.x, closed or not, and XML 2.x.

A small tolerant reader of our own: ofxtools refuses a whole file for one unknown or missing tag, which the
files of real banks hold.
"""

import html
import re
from datetime import date

from convergence.finance.statements import cells
from convergence.finance.statements.lines import (
    BOOK_CURRENCY,
    Statement,
    StatementError,
    StatementLine,
    is_plausible,
    keyed,
    squeezed,
)

_TAG = re.compile(r"<(/?)([A-Za-z0-9_.]+)>([^<]*)")
_HEADER = re.compile(rb"CHARSET\s*[:=]\s*\"?([A-Za-z0-9_-]+)", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ACCOUNT = "*ACCOUNT"
_ENCODING = re.compile(rb"ENCODING\s*[:=]\s*\"?([A-Za-z0-9_-]+)", re.IGNORECASE)


def read(content: bytes) -> Statement:
    """Read an OFX file; see `read_statement` for what it raises. A file of several accounts keeps them apart."""
    text = _CDATA.sub(lambda found: html.escape(found[1]), decoded(content))
    body = text[max(text.upper().find("<OFX>"), 0) :]
    account, currency, moves = "", BOOK_CURRENCY, []
    accounts: list[str] = []
    current: dict[str, str] | None = None
    for closing, name, value in _TAG.findall(body):
        tag = name.upper()
        data = html.unescape(value).strip()
        if tag == "STMTTRN":
            if current is not None:
                moves.append(current)
            current = None if closing else {_ACCOUNT: account, "CURDEF": currency}
        elif closing and tag == "BANKTRANLIST" and current is not None:
            moves.append(current)
            current = None
        elif current is not None and not closing:
            current.setdefault(tag, data)
        elif tag == "ACCTID" and not closing:
            account = data
            accounts.append(data)
        elif tag == "CURDEF" and not closing:
            currency = data.upper()
    lines, warnings = _lines(moves, several=len(set(accounts)) > 1)
    return Statement("OFX", accounts[0] if accounts else "", currency, keyed(lines), tuple(warnings))


def decoded(content: bytes) -> str:
    """Decode by the header (`CHARSET:1252`, `ENCODING:UTF-8`, XML), then as Windows-1252."""
    head = content[:1000]
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    names = [found[1].decode() for found in (_HEADER.search(head), _ENCODING.search(head)) if found]
    if head.lstrip().startswith(b"<?xml") or content.startswith(b"\xef\xbb\xbf"):
        names.insert(0, "utf-8-sig")
    for name in [*names, "utf-8-sig", "cp1252"]:
        codec = {"1252": "cp1252", "NONE": "utf-8", "USASCII": "ascii"}.get(name.upper(), name)
        try:
            return content.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("latin-1")


def _lines(moves: list[dict[str, str]], *, several: bool) -> tuple[list[StatementLine], list[tuple[str, int]]]:
    lines: list[StatementLine] = []
    warnings: list[tuple[str, int]] = []
    for number, move in enumerate(moves, start=1):
        when, amount = _day(move.get("DTPOSTED", "")), _cents(move.get("TRNAMT", ""))
        if when is None or amount is None:
            warnings.append(("BAD_LINE", number))
            continue
        if (move.get("CURSYM", "") if "CURRENCY" in move else move["CURDEF"]).upper() not in {BOOK_CURRENCY, ""}:
            warnings.append(("FOREIGN", number))
            continue
        lines.append(
            StatementLine(
                number=number,
                bank_id=move.get("FITID", ""),
                date=when,
                label=_label(move),
                amount_cents=amount,
                reference=squeezed(move.get("CHECKNUM", "") or move.get("REFNUM", "")),
                account=move[_ACCOUNT] if several else "",
            )
        )
    return lines, warnings


def _label(move: dict[str, str]) -> str:
    name, memo = move.get("NAME", ""), move.get("MEMO", "")
    if not memo or squeezed(name).startswith(squeezed(memo)):
        return name
    if squeezed(memo).startswith(squeezed(name)):
        return memo
    return f"{name} {memo}"


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def _cents(text: str) -> int | None:
    found = re.fullmatch(r"([+-]?)(\d*)(?:[.,](\d{0,4}))?", text.replace(" ", ""))
    if not found or not (found[2] or found[3]):
        return cells.cents(text)
    fraction = (found[3] or "").ljust(2, "0")
    if fraction[2:].strip("0"):
        return None
    value = int(found[2] or 0) * 100 + int(fraction[:2])
    if not is_plausible(value):
        return None
    return -value if found[1] == "-" else value


__all__ = ["StatementError", "read"]
