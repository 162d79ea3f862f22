"""The invoice of an order as a tagged PDF: goods, postage and each tax on a line of its own."""

from datetime import UTC, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.core.dates import long_day
from convergence.core.money import format_cents, locale_of
from convergence.core.profile import current_profile
from convergence.documents import content as words
from convergence.documents import pdf
from convergence.documents.branding import PAPER, brand_data
from convergence.education.tools.models import Order

FRENCH = "fr"
"""A paper in another language holds the same words in French, on a page of its own and as large (F1)."""


def invoice_pdf(order: Order) -> bytes:
    """Return the invoice of an accepted order: the same order always gives the same bytes.

    Raises:
        ValueError: the order has no invoice.
    """
    invoice = order.invoice
    if invoice is None:
        message = f"order {order.number} has no invoice"
        raise ValueError(message)
    with override(order.language):
        data = {"brand": brand_data(current_profile()), "paper": PAPER, "labels": {"page": _("Page {page} of {pages}")}}
        data |= _words(order, order.language)
    if order.language != FRENCH:
        with override(FRENCH):
            data["also"] = _words(order, FRENCH) | {"lang": FRENCH, "region": "CA"}
    lang = locale_of(order.language).replace("_", "-")
    created = datetime.combine(invoice.issue_date, time(17), tzinfo=UTC)
    return pdf.render("receipt", data, lang=lang, standards=pdf.UA, created=created)


def _words(order: Order, language: str) -> dict[str, Any]:
    invoice, profile = order.invoice, current_profile()
    if invoice is None:  # asked before
        return {}
    day = long_day(invoice.issue_date, language)
    total = format_cents(order.total_cents or 0, language)
    rows = [[row.label, format_cents(row.amount_cents, language)] for row in invoice.lines.order_by("position")]
    return {
        "title": _("Invoice %(number)s") % {"number": invoice.number},
        "heading": _("Invoice"),
        "recipient": [
            line
            for line in (
                order.organisation or order.name,
                order.name if order.organisation else "",
                order.street,
                f"{order.city} {order.province}  {order.postal_code}",
            )
            if line.strip()
        ],
        "place_date": _("%(city)s, %(date)s") % {"city": profile.city, "date": day} if profile.city else day,
        "facts": _facts(order, language),
        "columns": [{"label": _("What"), "wide": True}, {"label": _("Amount"), "align": "right"}],
        "rows": rows,
        "total": {"label": _("Total to pay"), "value": total},
        "body": words.to_data(words.parse(_how_to_pay(order))),
        "signatory": {"name": profile.name, "title": ""},
    }


def _facts(order: Order, language: str) -> list[dict[str, str]]:
    invoice, profile = order.invoice, current_profile()
    due = long_day(invoice.due_date, language) if invoice and invoice.due_date else ""
    facts = [
        (_("Number"), invoice.number if invoice else ""),
        (_("Order"), order.number),
        (_("To pay by"), due),
        (_("GST no."), profile.gst_number if order.gst_cents is not None else ""),
        (_("QST no."), profile.qst_number if order.qst_cents is not None else ""),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _how_to_pay(order: Order) -> str:
    profile = current_profile()
    ways = [_("By card: open the link of the message that came with this invoice.")]
    if profile.etransfer_email:
        ways.append(_("By Interac e-Transfer: to %(email)s.") % {"email": profile.etransfer_email})
    ways.append(_("By cheque: to the order of %(name)s.") % {"name": profile.name})
    ways.extend([profile.bank_instructions] if profile.bank_instructions else [])
    said = _("Write the reference **%(code)s** with your payment.") % {"code": order.number}
    return "\n".join(f"- {way}" for way in ways) + f"\n\n{said}\n\n" + _("Thank you for your solidarity.")
