"""What is done to a loan: offered, ended, signed, reported; incidents opened and settled."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convergence.accounts.policies import require
from convergence.backoffice.asking import ask, posted
from convergence.backoffice.exhibitions.forms import EndForm, IncidentForm, OfferForm, SettleForm
from convergence.backoffice.exhibitions.views import own_loan
from convergence.education.exhibitions import commands
from convergence.education.exhibitions.choices import Direction
from convergence.education.exhibitions.commands.reports import panels_for
from convergence.education.exhibitions.forms import ReportForm, SignForm, VisitorsForm
from convergence.education.exhibitions.models import Incident
from convergence.education.exhibitions.queries.agreement import digest_of
from convergence.education.exhibitions.views.desk import DIRECTIONS, said_of

EDIT, SIGN, SETTLE = "exhibitions.edit_loan", "exhibitions.sign_loan", "exhibitions.settle_incident"
GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
def offer(request: HttpRequest, loan_id: int) -> HttpResponse:
    """Keep the crates and send the agreement to sign."""
    loan = own_loan(request, EDIT, loan_id)
    form = OfferForm(posted(request), user=request.user, loan=loan)

    def do() -> None:
        commands.offer_loan(loan_id=loan_id, actor=request.user, at=timezone.now(), **form.values())

    return ask(
        request,
        form,
        do,
        back=reverse("exhibitions:loan", args=[loan_id]),
        title=_("Offer the loan to %(name)s") % {"name": loan.borrower_name},
        lede=_("From this moment on nobody else can have these crates on these days. The agreement leaves by e-mail."),
        act=_("Keep the crates and send the agreement"),
        done=_("The crates are kept and the agreement is on its way."),
    )


@require_http_methods(GET_POST)
def end(request: HttpRequest, loan_id: int) -> HttpResponse:
    """Decline or cancel, and say why."""
    loan = own_loan(request, EDIT, loan_id)
    form = EndForm(posted(request))

    def do() -> None:
        commands.end_loan(loan_id=loan_id, actor=request.user, at=timezone.now(), **form.cleaned_data)

    return ask(
        request,
        form,
        do,
        back=reverse("exhibitions:loan", args=[loan_id]),
        title=_("Decline or cancel the loan of %(name)s") % {"name": loan.borrower_name},
        act=_("Let the crates go"),
        done=_("Done. The borrower gets the reason by e-mail."),
    )


@require_http_methods(GET_POST)
def sign(request: HttpRequest, loan_id: int) -> HttpResponse:
    """Sign for the organisation."""
    loan = own_loan(request, SIGN, loan_id)
    initial = {"name": request.user.get_full_name(), "read": digest_of(loan)}  # type: ignore[union-attr]
    form = SignForm(posted(request), initial=initial)

    def do() -> None:
        commands.sign_as_lender(loan_id=loan_id, actor=request.user, at=timezone.now(), **form.given())

    return ask(
        request,
        form,
        do,
        back=reverse("exhibitions:loan", args=[loan_id]),
        title=_("Sign the agreement with %(name)s") % {"name": loan.borrower_name},
        lede=_(
            "Read it first: its PDF is on the page of the loan. A signature is kept with the digest of what was signed."
        ),
        act=_("Sign"),
        done=_("Signed."),
    )


@require_http_methods(GET_POST)
def report(request: HttpRequest, loan_id: int, way: str) -> HttpResponse:
    """Write the state of the panels.

    Raises:
        Http404: neither departure nor return.
    """
    loan = own_loan(request, EDIT, loan_id)
    direction = DIRECTIONS.get(way)
    if direction is None:
        raise Http404
    initial = {"seen_by": request.user.get_full_name(), "seen_date": timezone.localdate()}  # type: ignore[union-attr]
    form = ReportForm(posted(request), request.FILES or None, panels=panels_for(loan, direction), initial=initial)

    def do() -> str:
        commands.write_report(
            loan_id=loan_id, direction=direction, actor=request.user, at=timezone.now(), **form.given()
        )
        return said_of(form.cleaned_data["photos"])

    titles = {Direction.OUT: _("Report of departure: %(name)s"), Direction.IN: _("Report of return: %(name)s")}
    return ask(
        request,
        form,
        do,
        back=reverse("exhibitions:loan", args=[loan_id]),
        title=titles[direction] % {"name": loan.borrower_name},
        lede=_("A panel that is damaged or missing leaves the circulation until its incident is settled."),
        act=_("Write the report"),
    )


@require_http_methods(GET_POST)
def tell(request: HttpRequest, loan_id: int) -> HttpResponse:
    """Say how many people came, and how it went."""
    loan = own_loan(request, EDIT, loan_id)
    form = VisitorsForm(posted(request))

    def do() -> None:
        said, same = form.cleaned_data, {"loan_id": loan_id, "actor": request.user, "at": timezone.now()}
        commands.state_visitors(number=said["number"], qualifier=said["qualifier"], **same)
        commands.give_feedback(mark=said["mark"], text=said["text"], may_quote=said["may_quote"], **same)

    return ask(
        request,
        form,
        do,
        back=reverse("exhibitions:loan", args=[loan_id]),
        title=_("Visitors at %(venue)s") % {"venue": loan.venue},
        act=_("Write"),
        done=_("Written."),
    )


@require_http_methods(GET_POST)
def open_one(request: HttpRequest) -> HttpResponse:
    """Take a panel or a crate out of circulation."""
    require(request.user, SETTLE)
    form = IncidentForm(posted(request), user=request.user)
    made: list[Incident] = []

    def do() -> None:
        made.append(commands.open_incident(actor=request.user, at=timezone.now(), **form.values()))

    response = ask(
        request,
        form,
        do,
        back=reverse("exhibitions:incidents"),
        title=_("Take a panel or a crate out of circulation"),
        lede=_("The next page says which loans it touches."),
        act=_("Take it out"),
        done=_("Out of circulation."),
    )
    return redirect("exhibitions:incident", made[0].pk) if made else response


@require_http_methods(GET_POST)
def settle(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Put it back, or give it up.

    Raises:
        Http404: there is no such incident.
    """
    require(request.user, SETTLE)
    found = Incident.objects.select_related("panel__work", "crate").filter(pk=incident_id).first()
    if found is None:
        raise Http404
    form = SettleForm(posted(request))

    def do() -> None:
        commands.settle_incident(incident_id=incident_id, actor=request.user, at=timezone.now(), **form.cleaned_data)

    return ask(
        request,
        form,
        do,
        back=reverse("exhibitions:incident", args=[incident_id]),
        title=_("Settle: %(what)s") % {"what": found},
        act=_("Settle it"),
        done=_("Settled."),
    )
