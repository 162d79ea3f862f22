"""Mailings: how far each is, what became of each message, the print run."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.backoffice.messages.pages import file, inert, one, page_of
from convergence.core.errors import NotAllowed, NotFound
from convergence.core.profile import current_profile
from convergence.messaging import commands, queries, rendering
from convergence.messaging.choices import Channel, Fate, MailingStatus, Purpose
from convergence.messaging.models import Delivery, Mailing

STATES = {
    Fate.QUEUED: "waiting",
    Fate.SENDING: "going",
    Fate.SENT: "done",
    Fate.PRINTED: "done",
    Fate.FAILED: "late",
    Fate.BOUNCED: "late",
    Fate.UNCERTAIN: "late",
    Fate.RETURNED: "late",
    Fate.SUPPRESSED: "off",
}


SEE = "messaging.view_delivery"


BAR = Bar(
    gettext_lazy("Title"),
    [
        Choice("purpose", gettext_lazy("For"), gettext_lazy("all"), Purpose.choices),
        Choice("status", gettext_lazy("State"), gettext_lazy("all states"), MailingStatus.choices),
    ],
)


def _filtered(request: HttpRequest) -> Any:
    rows = holding(queries.mailings(), BAR.words(request), "title")
    return rows.filter(**{name: value for name, value in BAR.chosen(request).items() if value})


@require_safe
@listing("messaging.view_mailing")
def mailing_list(request: HttpRequest) -> HttpResponseBase:
    """All mailings, newest first, with their progress; or the list as a file."""
    head = [_("Title"), _("Purpose"), _("State"), _("Made"), _("Started")]
    cells = (
        [one.title, one.get_purpose_display(), one.get_status_display(), one.created_at.isoformat(),
         one.started_at.isoformat() if one.started_at else ""]
        for one in _filtered(request).iterator(chunk_size=500)
    )  # fmt: skip
    file_asked = download(request.GET.get("format", ""), "envois", head, cells)
    if file_asked is not None:
        return file_asked
    page = page_of(request, _filtered(request))
    progress = queries.progress_of(row.pk for row in page)
    rows = [(row, progress.get(row.pk, queries.Progress(0, {}))) for row in page]
    context = {
        "title": _("Mailings"),
        "lede": _("Everything that was sent to many people, and how far it is."),
        "bar": BAR,
        "rows": rows,
        "page": page,
    }
    return render(request, "backoffice/messages/mailings.html", context)


@require_safe
@listing("messaging.view_mailing")
def mailing(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One mailing: progress, fates, recipients; or its recipients as a file."""
    found = one(Mailing.objects.all(), pk)
    rows = Delivery.objects.filter(mailing=found).select_related("contact", "message").order_by("pk")
    rows = visible(request.user, SEE, rows)
    fate = request.GET.get("fate", "")
    if fate in Fate.values:
        rows = rows.filter(fate=fate)
    head = [_("Recipient"), _("Address"), _("Channel"), _("Language"), _("What became of it"), _("Detail")]
    cells = (
        [str(row.contact or ""), row.address, row.get_channel_display(), row.message.language, row.get_fate_display(),
         row.detail]
        for row in rows.iterator(chunk_size=1000)
    )  # fmt: skip
    file_asked = download(request.GET.get("format", ""), f"envoi-{pk}", head, cells)
    if file_asked is not None:
        return file_asked
    progress = queries.progress(pk)
    counts = [(value, Fate(value).label, number) for value, number in progress.fates.items()]
    context = {
        "title": found.title,
        "mailing": found,
        "progress": progress,
        "done": progress.done,
        "total": progress.total,
        "counts": counts,
        "fate": fate,
        "page": page_of(request, rows),
        "states": STATES,
        "fallbacks": queries.fallbacks(pk).count(),
        "letters": queries.to_print(pk).count(),
        "letters_waiting": queries.to_print(pk).filter(fate=Fate.QUEUED).count(),
        "may_send": may(request.user, "messaging.send_mailing"),
        "is_going": found.status == MailingStatus.SENDING,
        "is_paused": found.status == MailingStatus.PAUSED,
    }
    return render(request, "backoffice/messages/mailing.html", context)


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause a mailing, or go on with it."""
    one(Mailing.objects.all(), pk)
    act = commands.resume_mailing if "resume" in request.POST else commands.pause_mailing
    act(mailing_id=pk, actor=request.user, at=timezone.now())
    messages.success(request, _("The sending goes on.") if "resume" in request.POST else _("The sending is paused."))
    return redirect("messages:mailing", pk)


@require_safe
def print_run(request: HttpRequest, pk: int) -> HttpResponse:
    """One PDF of all the letters that go by post.

    Raises:
        NotFound: no letter goes by post.
    """
    require(request.user, "messaging.send_mailing")
    found = one(Mailing.objects.all(), pk)
    _all_letters_seen(request, pk)
    rows = list(queries.to_print(pk))
    if not rows:
        raise NotFound(_("No letter of this mailing goes by post."))
    created = found.started_at or found.created_at
    return file(
        rendering.print_run(rows, title=found.title, created=created), f"tirage-{pk}.pdf", "application/pdf", shown=True
    )


def _all_letters_seen(request: HttpRequest, pk: int) -> None:
    """Refuse a print run that holds letters to contacts at risk whom the person may not see.

    Raises:
        NotAllowed: it does.
    """
    letters = queries.to_print(pk)
    if visible(request.user, SEE, letters).count() != letters.count():
        raise NotAllowed(_("Some letters go to contacts at risk, whom your role does not see. Ask the coordination."))


@require_POST
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Write that the print run was posted."""
    one(Mailing.objects.all(), pk)
    _all_letters_seen(request, pk)
    count = commands.mark_printed(mailing_id=pk, actor=request.user, at=timezone.now())
    words = ngettext("%(count)s letter is marked as posted.", "%(count)s letters are marked as posted.", count)
    messages.success(request, words % {"count": count})
    return redirect("messages:mailing", pk)


@require_safe
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One message to one recipient: its history and how it looks."""
    require(request.user, "messaging.view_delivery")
    found = one(visible(request.user, SEE, Delivery.objects.select_related("mailing", "message", "contact")), pk)
    context = {
        "title": str(found.contact or found.address),
        "delivery": found,
        "state": STATES[Fate(found.fate)],
        "events": found.events.order_by("pk"),
        "bounces": found.bounces.order_by("pk"),
        "is_email": found.channel == Channel.EMAIL,
    }
    return render(request, "backoffice/messages/delivery.html", context)


@require_safe
def delivery_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The e-mail of one recipient, as it is or will be sent."""
    require(request.user, "messaging.view_delivery")
    found = one(visible(request.user, SEE, Delivery.objects.select_related("mailing", "message", "contact")), pk)
    email = rendering.render_email(
        letter=rendering.letter_of(found),
        profile=current_profile(),
        purpose=Purpose(found.mailing.purpose),
        preheader=found.message.preheader,
        on_behalf_of=found.mailing.on_behalf_of,
    )
    return inert(email.html)


@require_safe
def delivery_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of one recipient as PDF."""
    require(request.user, "messaging.view_delivery")
    found = one(visible(request.user, SEE, Delivery.objects.select_related("mailing", "message", "contact")), pk)
    created = found.sent_at or found.queued_at
    return file(rendering.letter_pdf(found, created=created), f"lettre-{pk}.pdf", "application/pdf", shown=True)
