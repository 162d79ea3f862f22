"""camt.053 statements (ISO 20022), any version: elements are read by local name.

Entities and external references are refused (defusedxml), so a file cannot read ours nor swell in memory.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from convergence.finance.statements.lines import (
    BOOK_CURRENCY,
    Statement,
    StatementError,
    StatementLine,
    is_plausible,
    keyed,
)


def read(content: bytes) -> Statement:
    """Read a camt.053 file; see `read_statement` for what it raises."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise StatementError("BAD_XML") from error
    except (ParseError, ValueError, LookupError) as error:
        raise StatementError("BAD_XML") from error
    statements = [node for node in root.iter() if _name(node) in {"Stmt", "Rpt"}]
    if not statements:
        raise StatementError("NOT_A_STATEMENT")
    lines: list[StatementLine] = []
    warnings: list[tuple[str, int]] = []
    accounts = [_account(statement) for statement in statements]
    several = len(set(accounts)) > 1
    entries = [
        (account, entry)
        for account, statement in zip(accounts, statements, strict=True)
        for entry in _children(statement, "Ntry")
    ]
    for number, (account, entry) in enumerate(entries, start=1):
        found, fault = _read_entry(number, entry)
        if fault:
            warnings.append((fault, number))
        lines.extend(replace(line, account=account) if several else line for line in found)
    currency = _text(statements[0], "Acct/Ccy") or BOOK_CURRENCY
    return Statement("CAMT", accounts[0], currency, keyed(lines), tuple(warnings))


def _account(statement: Element) -> str:
    return _text(statement, "Acct/Id/IBAN") or _text(statement, "Acct/Id/Othr/Id")


def _read_entry(number: int, entry: Element) -> tuple[list[StatementLine], str]:
    """Return the movements of an entry, and why it was left out when it was."""
    if _status(entry) not in {"BOOK", ""}:
        return [], "PENDING"
    amount = _find(entry, "Amt")
    if amount is not None and amount.get("Ccy", BOOK_CURRENCY).upper() != BOOK_CURRENCY:
        return [], "FOREIGN"
    found = list(_entry(number, entry))
    return found, "" if found else "BAD_LINE"


def _name(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _children(node: Element, name: str) -> list[Element]:
    return [child for child in node if _name(child) == name]


def _find(node: Element, path: str) -> Element | None:
    current: Element | None = node
    for name in path.split("/"):
        found = _children(current, name) if current is not None else []
        current = found[0] if found else None
    return current


def _text(node: Element, path: str) -> str:
    found = _find(node, path)
    return (found.text or "").strip() if found is not None else ""


def _status(entry: Element) -> str:
    return _text(entry, "Sts/Cd") or _text(entry, "Sts")


def _entry(number: int, entry: Element) -> Iterator[StatementLine]:
    when = _day(_text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm") or _text(entry, "ValDt/Dt"))
    amount = _cents(_text(entry, "Amt"), _text(entry, "CdtDbtInd"))
    if when is None or amount is None:
        return
    if _text(entry, "RvslInd").lower() == "true" and _text(entry, "CdtDbtInd") == "":
        amount = -amount
    bank_id = _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef")
    details = [detail for group in _children(entry, "NtryDtls") for detail in _children(group, "TxDtls")]
    parts = [_detail_cents(detail, _text(entry, "CdtDbtInd")) for detail in details]
    if len(details) > 1 and None not in parts and sum(part or 0 for part in parts) == amount:
        for rank, (detail, part) in enumerate(zip(details, parts, strict=True), start=1):
            own = _text(detail, "Refs/AcctSvcrRef") or (f"{bank_id}/{rank}" if bank_id else "")
            yield StatementLine(number, own, when, _label(entry, [detail]), part or 0, None, _reference(detail))
        return
    reference = _reference(details[0]) if details else ""
    yield StatementLine(number, bank_id, when, _label(entry, details), amount, None, reference)


def _detail_cents(detail: Element, direction: str) -> int | None:
    text = _text(detail, "Amt") or _text(detail, "AmtDtls/TxAmt/Amt") or _text(detail, "AmtDtls/InstdAmt/Amt")
    return _cents(text, _text(detail, "CdtDbtInd") or direction)


def _label(entry: Element, details: list[Element]) -> str:
    words: list[str] = []
    for detail in details:
        remittance = _find(detail, "RmtInf")
        free = [node.text or "" for node in _children(remittance, "Ustrd")] if remittance is not None else []
        party = _text(detail, "RltdPties/Dbtr/Nm") or _text(detail, "RltdPties/Dbtr/Pty/Nm")
        words += [text.strip("\r\n\t") for text in (party, *free) if text.strip()]
        words += [text for text in (_text(detail, "AddtlTxInf"),) if text]
    return " ".join(dict.fromkeys(words)) or _text(entry, "AddtlNtryInf")


def _reference(detail: Element) -> str:
    for path in ("RmtInf/Strd/CdtrRefInf/Ref", "Refs/EndToEndId", "Refs/InstrId"):
        found = _text(detail, path)
        if found and found != "NOTPROVIDED":
            return found
    return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _cents(text: str, direction: str) -> int | None:
    found = re.fullmatch(r"(\d+)(?:\.(\d{1,5}))?", text)
    if not found or (found[2] or "")[2:].strip("0"):
        return None
    value = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")[:2])
    if not is_plausible(value):
        return None
    return -value if direction == "DBIT" else value
