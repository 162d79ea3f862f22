"""Receipts and deposit slips as PDF/A-2a and PDF/UA-1, from what is written in the books."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from convergence.core.dates import long_day
from convergence.core.money import format_cents, locale_of
from convergence.core.profile import current_profile
from convergence.documents import content as words
from convergence.documents import pdf
from convergence.documents.branding import PAPER, brand_data
from convergence.finance.choices import Method

FRENCH = "fr"
"""A paper in another language holds the same words in French, on a page of its own and as large (F1)."""


def brand() -> dict[str, Any]:
    """Return the face of the organisation as it is today; a paper keeps the one it was made with."""
    return brand_data(current_profile())


def _paragraphs(text: str) -> Any:
    return words.to_data(words.parse(text))


def receipt_pdf(content: dict[str, Any]) -> bytes:
    """Return the paper of a receipt: the same content always gives the same bytes.

    The words follow the language of the payer; none of them speaks of tax (DR1, DR19).
    """
    return _render("receipt", content, content["issue_date"], _receipt_words)


def slip_pdf(content: dict[str, Any]) -> bytes:
    """Return the deposit slip of a batch of cheques."""
    return _render("deposit_slip", content, content["deposit_date"], _slip_words)


def _render(
    template: str, content: dict[str, Any], day: str, words_of: Callable[[dict[str, Any]], dict[str, Any]]
) -> bytes:
    language = content["language"]
    lang = locale_of(language).replace("_", "-")
    created = datetime.combine(date.fromisoformat(day), time(17), tzinfo=UTC)
    with override(language):
        labels = {"page": _("Page {page} of {pages}")}
        data = {"brand": content["brand"], "paper": PAPER, "labels": labels, **words_of(content)}
    if template == "receipt" and language != FRENCH:
        with override(FRENCH):
            data["also"] = words_of(content | {"language": FRENCH}) | {"lang": FRENCH, "region": "CA"}
    return pdf.render(template, data, lang=lang, standards=pdf.ARCHIVE, created=created)


def long_date(day: str, language: str) -> str:
    """Write a day in words."""
    return long_day(date.fromisoformat(day), language)


def _fact(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}


def _receipt_words(content: dict[str, Any]) -> dict[str, Any]:
    language = content["language"]
    rows = [
        [" — ".join(filter(None, (line["object"], line["for"]))), line["period"], line["invoice"], line["cents"]]
        for line in content["lines"]
    ]
    if content["credit_cents"]:
        rows.append([_("Credit kept for later"), "", "", content["credit_cents"]])
    amount = format_cents(content["amount_cents"], language)
    issued = {"city": content["organisation"]["city"], "date": long_date(content["issue_date"], language)}
    return {
        "title": _("Receipt of payment %(number)s") % {"number": content["number"]},
        "heading": _("Receipt of payment"),
        "recipient": [content["payer"]["name"], *content["payer"]["address"]],
        "place_date": _("%(city)s, %(date)s") % issued if issued["city"] else issued["date"],
        "facts": _receipt_facts(content, amount),
        "columns": [
            {"label": pgettext("the object of a payment", "For"), "wide": True},
            {"label": _("Period")},
            {"label": _("Invoice")},
            {"label": _("Amount"), "align": "right"},
        ],
        "rows": [[what, period, invoice, format_cents(cents, language)] for what, period, invoice, cents in rows],
        "total": _fact(_("Total received"), amount),
        "body": _paragraphs(_receipt_note()),
        "signatory": {"name": content["organisation"]["name"], "title": ""},
    }


def _receipt_facts(content: dict[str, Any], amount: str) -> list[dict[str, str]]:
    how = str(Method(content["method"]).label)
    if content["payment_reference"]:
        how = _("%(how)s no. %(number)s") % {"how": how, "number": content["payment_reference"]}
    facts = [
        _fact(_("Number"), content["number"]),
        _fact(_("Received from"), content["payer"]["name"]),
        _fact(_("Received on"), long_date(content["received_date"], content["language"])),
        _fact(_("How"), how[:1].upper() + how[1:]),
        _fact(_("Amount received"), amount),
    ]
    if content["payer"]["number"]:
        facts.insert(2, _fact(_("Member number"), content["payer"]["number"]))
    if content["replaces"]:
        replaced = _("the receipt %(number)s, which is cancelled") % {"number": content["replaces"]}
        facts.insert(1, _fact(_("Replaces"), replaced))
    return facts


def _receipt_note() -> str:
    note = _("This paper confirms a payment. It is not a donation receipt.")
    return f"{note}\n\n" + _("Thank you for your solidarity.")


def _slip_words(content: dict[str, Any]) -> dict[str, Any]:
    language = content["language"]
    total = format_cents(content["total_cents"], language)
    return {
        "title": _("Deposit slip %(number)s") % {"number": content["number"]},
        "heading": _("Deposit slip"),
        "facts": [
            _fact(_("Number"), content["number"]),
            _fact(_("Deposited on"), long_date(content["deposit_date"], language)),
            _fact(_("Account of"), content["organisation"]),
            _fact(_("Cheques"), str(len(content["cheques"]))),
            _fact(_("Total"), total),
        ],
        "columns": [
            {"label": _("Rank"), "align": "right"},
            {"label": _("Cheque")},
            {"label": _("Drawer"), "wide": True},
            {"label": _("Amount"), "align": "right"},
        ],
        "rows": [
            [str(rank), line["number"], line["drawer"], format_cents(line["cents"], language)]
            for rank, line in enumerate(content["cheques"], start=1)
        ],
        "total": _fact(_("Total"), total),
        "signature_labels": [_("Deposited by"), _("Received by the bank")],
    }
