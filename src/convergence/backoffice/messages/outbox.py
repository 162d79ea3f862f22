"""The outbox: what would have left if a mail server were configured."""

import email
from email.message import EmailMessage
from email.policy import default as policy

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from convergence.accounts.policies import require, visible
from convergence.backoffice.lists import Bar, download, holding, listing
from convergence.backoffice.messages.pages import file, inert, one, page_of
from convergence.messaging import queries
from convergence.messaging.models import OutboxMessage

SEE = "messaging.view_outbox"


BAR = Bar(gettext_lazy("Subject or address"))


@require_safe
@listing(SEE)
def outbox(request: HttpRequest) -> HttpResponseBase:
    """The list, newest first, or as a file."""
    rows = holding(visible(request.user, SEE, queries.outbox()), BAR.words(request), "subject", "recipients")
    head = [_("Subject"), _("To"), _("Kept")]
    cells = ([one.subject, one.recipients, one.kept_at.isoformat()] for one in rows.iterator(chunk_size=1000))
    if (file_asked := download(request.GET.get("format", ""), "boite-denvoi", head, cells)) is not None:
        return file_asked
    context = {
        "title": _("Outbox"),
        "bar": BAR,
        "page": page_of(request, rows),
        "has_server": bool(settings.EMAIL_HOST),
    }
    return render(request, "backoffice/messages/outbox.html", context)


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: HTML, text, attachments, headers."""
    require(request.user, SEE)
    row = one(visible(request.user, SEE, OutboxMessage.objects.select_related("delivery")), pk)
    read = _read(row)
    text = read.get_body(("plain",))
    context = {
        "title": row.subject or _("(no subject)"),
        "row": row,
        "text": text.get_content() if text else "",
        "has_html": read.get_body(("html",)) is not None,
        "files": [
            (part.get_filename() or _("file"), len(part.get_payload(decode=True) or b""))
            for part in read.iter_attachments()
        ],
        "headers": [(name, str(value)) for name, value in read.items() if not name.lower().startswith("content-")],
    }
    return render(request, "backoffice/messages/outbox_message.html", context)


@require_safe
def message_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of one message, for the frame.

    Raises:
        Http404: it has none.
    """
    require(request.user, SEE)
    part = _read(one(visible(request.user, SEE, OutboxMessage.objects.all()), pk)).get_body(("html",))
    if part is None:
        raise Http404
    return inert(part.get_content())


@require_safe
def attachment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One attachment of one message.

    Raises:
        Http404: there is no such attachment.
    """
    require(request.user, SEE)
    parts = list(_read(one(visible(request.user, SEE, OutboxMessage.objects.all()), pk)).iter_attachments())
    if number >= len(parts):
        raise Http404
    part = parts[number]
    content = part.get_payload(decode=True)
    name = part.get_filename() or f"piece-{number}"
    return file(content if isinstance(content, bytes) else b"", name, part.get_content_type(), shown=True)


def _read(row: OutboxMessage) -> EmailMessage:
    return email.message_from_bytes(bytes(row.raw), policy=policy)  # type: ignore[return-value]
