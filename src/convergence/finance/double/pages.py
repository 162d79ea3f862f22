"""The pay page of the stand-in: it says that it is one."""

from html import escape
from string import Template
from typing import Any

from babel.numbers import format_currency

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
    '<!doctype html><html lang="fr-CA"><head><meta charset="utf-8"><title>$title</title>'
    '<meta name="viewport" content="width=device-width,initial-scale=1"><style>$style</style></head>'
    "<body><main>$body</main></body></html>"
)
_FORM = Template(
    '<p class="trial">Page d’essai : aucune carte n’est débitée.</p><p>$label</p><h1>$amount</h1>$error'
    '<form method="post"><label for="name">Nom sur la carte</label>'
    '<input id="name" name="name" autocomplete="cc-name" value="$name">'
    '<label for="card">Numéro de carte</label>'
    '<input id="card" name="card" inputmode="numeric" autocomplete="cc-number" required>'
    "<small>4242 4242 4242 4242 est acceptée ; tout autre numéro est refusé.</small>"
    '<button type="submit">Payer $amount</button></form>$back'
)


def pay_page(session: dict[str, Any], *, declined: bool = False, name: str = "") -> str:
    """Return the page where a card number is typed."""
    amount = format_currency(session["amount_total"] / 100, session["currency"].upper(), locale="fr_CA")
    error = '<p class="error" role="alert">Cette carte est refusée. Essayez-en une autre.</p>' if declined else ""
    back = (
        f'<p><a href="{escape(session["cancel_url"])}">Revenir sans payer</a></p>' if session.get("cancel_url") else ""
    )
    label = escape(session["_label"])
    body = _FORM.substitute(amount=amount, label=label, error=error, name=escape(name), back=back)
    return _PAGE.substitute(title=f"Payer {amount}", style=_STYLE, body=body)


def closed_page(words: str) -> str:
    """Return a page that only says something."""
    return _PAGE.substitute(
        title="Paiement", style=_STYLE, body=f'<p class="trial">Page d’essai</p><h1>{escape(words)}</h1>'
    )
