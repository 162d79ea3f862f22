"""The pay page of the stand-in: it says that it is one."""

from html import escape
from string import Template
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.core.money import format_cents

_STYLE = """
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0;background:#faf6ee;color:#191714;font:18px/1.5 "Source Sans Pro",system-ui,sans-serif}
main{max-width:30rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:2.4rem;line-height:1.05;letter-spacing:-.03em;margin:.5rem 0 1.5rem;font-weight:900}
.trial{border-left:5px solid #c1121f;padding:.25rem 0 .25rem 1rem;margin:0 0 1.5rem}
label{display:block;font-weight:600;margin-top:1rem}
input{width:100%;min-height:48px;font:inherit;padding:.4rem .6rem;border:1px solid #191714;background:#fff}
button{margin-top:1.5rem;min-height:48px;width:100%;font:inherit;font-weight:700;background:#191714;color:#faf6ee;border:0}
.error{border:3px solid #c1121f;padding:.6rem .8rem;font-weight:600}
small{display:block}a{color:#191714;display:inline-block;min-height:44px;padding:.6rem 0}
"""
_PAGE = Template(
    '<!doctype html><html lang="$language"><head><meta charset="utf-8"><title>$title</title>'
    '<meta name="viewport" content="width=device-width,initial-scale=1"><style>$style</style></head>'
    "<body><main>$body</main></body></html>"
)
_FORM = Template(
    '<p class="trial">$trial</p><p>$label</p><h1>$amount</h1>$error'
    '<form method="post"><label for="name">$on_card</label>'
    '<input id="name" name="name" autocomplete="cc-name" value="$name">'
    '<label for="card">$number</label>'
    '<input id="card" name="card" inputmode="numeric" autocomplete="cc-number" required>'
    "<small>$accepted</small>"
    '<button type="submit">$pay</button></form>$back'
)
#: The languages that the provider is asked for, as ours.
_LANGUAGES = {"fr-CA": "fr", "en": "en", "es-419": "es"}


def _language(session: dict[str, Any] | None) -> str:
    return _LANGUAGES.get((session or {}).get("locale") or "", _LANGUAGES["fr-CA"])


def pay_page(session: dict[str, Any], *, declined: bool = False, name: str = "") -> str:
    """Return the page where a card number is typed, in the language that the session asks for."""
    language = _language(session)
    amount = format_cents(session["amount_total"], language, session["currency"].upper())
    with override(language):
        refused = _("This card is declined. Try another one.")
        back = _("Go back without paying")
        pay = _("Pay %(amount)s") % {"amount": amount}
        words = {
            "trial": _("Trial page: no card is charged."),
            "on_card": _("Name on the card"),
            "number": _("Card number"),
            "accepted": _("4242 4242 4242 4242 is accepted; any other number is declined."),
            "pay": pay,
        }
    address = session.get("cancel_url")
    body = _FORM.substitute(
        {key: escape(text) for key, text in words.items()},
        amount=escape(amount),
        label=escape(session["_label"]),
        error=f'<p class="error" role="alert">{escape(refused)}</p>' if declined else "",
        name=escape(name),
        back=f'<p><a href="{escape(address)}">{escape(back)}</a></p>' if address else "",
    )
    return _page(language, pay, body)


def unknown_page() -> str:
    """Return the page of an address that never was a payment; nothing tells its language."""
    with override("fr"):
        return _said("fr", _("This page does not exist."))


def closed_page(session: dict[str, Any]) -> str:
    """Return the page of a payment that is made or given up, in its language."""
    language = _language(session)
    with override(language):
        return _said(language, _("This payment page is closed."))


def _said(language: str, words: str) -> str:
    body = f'<p class="trial">{escape(_("Trial page"))}</p><h1>{escape(words)}</h1>'
    return _page(language, _("Payment"), body)


def _page(language: str, title: str, body: str) -> str:
    return _PAGE.substitute(
        language={"fr": "fr-CA"}.get(language, language), title=escape(title), style=_STYLE, body=body
    )
