"""The pages of one loan for its borrower: read, sign, report, tell. Behind the personal link and in the members' space."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from convergence.education.exhibitions import commands
from convergence.education.exhibitions.choices import STOPS, Direction, LoanState, Party
from convergence.education.exhibitions.commands.reports import panels_for
from convergence.education.exhibitions.forms import ReportForm, SignForm, VisitorsForm
from convergence.education.exhibitions.models import ConditionPhoto, Loan
from convergence.education.exhibitions.papers import agreement_pdf
from convergence.education.exhibitions.queries.agreement import digest_of, signed_by
from convergence.ui.forms import done

DIRECTIONS = {"depart": Direction.OUT, "retour": Direction.IN}


@dataclass(frozen=True)
class Desk:
    """One loan in front of its borrower.

    Attributes:
        request: what is asked.
        loan: the loan.
        actor: the delegate in the members' space, None behind the personal link.
        address: name of a page (and its arguments) → its address.
        frame: the template that the pages extend.
        more: what the frame needs.
    """

    request: HttpRequest
    loan: Loan
    actor: Any
    address: Callable[..., str]
    frame: str
    more: dict[str, Any]

    def show(self) -> HttpResponse:
        """Show where the loan stands and what is to be done."""
        loan = self.loan
        reports = {row.direction: row for row in loan.reports.prefetch_related("lines__panel__work", "photos")}
        begun = loan.first_day <= timezone.localdate()
        return self._page(
            "loan",
            signatures=list(signed_by(loan).values()),
            has_agreement=loan.state in (LoanState.OFFERED, *STOPS),
            may_sign=loan.state == LoanState.OFFERED and Party.BORROWER not in signed_by(loan),
            may_report_out=loan.state == LoanState.AGREED,
            may_report_in=loan.state == LoanState.ON_LOAN,
            may_tell=loan.state in STOPS and loan.activity_id is not None and begun,
            reports=[(row, self._photos(row)) for row in reports.values()],
            feedback=getattr(loan, "feedback", None),
            addresses={
                "agreement": self.address("agreement"),
                "sign": self.address("sign"),
                "out": self.address("report", "depart"),
                "in": self.address("report", "retour"),
                "tell": self.address("tell"),
            },
        )

    def _photos(self, report: Any) -> list[tuple[ConditionPhoto, str]]:
        return [(photo, self.address("photo", photo.pk)) for photo in report.photos.all()]

    def agreement(self) -> HttpResponse:
        """Give the agreement as it reads now.

        Raises:
            Http404: nothing was offered.
        """
        if self.loan.state not in (LoanState.OFFERED, *STOPS):
            raise Http404
        answer = HttpResponse(agreement_pdf(self.loan, at=self._at), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="{_("loan-agreement")}-{self.loan.pk}.pdf"'
        return answer

    def photo(self, pk: int) -> HttpResponse:
        """Give a photograph of a report of this loan.

        Raises:
            Http404: it is not of this loan.
        """
        found = ConditionPhoto.objects.filter(pk=pk, report__loan=self.loan).first()
        if found is None:
            raise Http404
        return HttpResponse(bytes(found.content), content_type="image/jpeg")

    def sign(self) -> HttpResponse:
        """Read the agreement again in a few lines, and sign it."""
        form = SignForm(self._posted, initial={"name": self.loan.contact_name, "read": digest_of(self.loan)})
        if done(
            form,
            lambda: commands.sign_as_borrower(loan_id=self.loan.pk, actor=self.actor, at=self._at, **form.given()),
        ):
            return self._back(_("Signed. Thank you."))
        return self._page("loan_sign", form=form, agreement_url=self.address("agreement"))

    def report(self, way: str) -> HttpResponse:
        """Write the state of the panels, with photographs.

        Raises:
            Http404: neither departure nor return.
        """
        direction = DIRECTIONS.get(way)
        if direction is None:
            raise Http404
        initial = {"seen_by": self.loan.contact_name, "seen_date": timezone.localdate(self._at)}
        panels = panels_for(self.loan, direction)
        form = ReportForm(self._posted, self.request.FILES or None, panels=panels, initial=initial)
        if done(
            form,
            lambda: commands.write_report(
                loan_id=self.loan.pk, direction=direction, actor=self.actor, at=self._at, **form.given()
            ),
        ):
            return self._back(said_of(form.cleaned_data["photos"]))
        titles = {Direction.OUT: _("The panels before they leave"), Direction.IN: _("The panels on their return")}
        return self._page("loan_report", form=form, heading=titles[direction])

    def tell(self) -> HttpResponse:
        """Say how many people came, and how it went."""
        known = getattr(self.loan, "feedback", None)
        initial = {"mark": known.mark, "text": known.text, "may_quote": known.may_quote} if known else {}
        if self.loan.activity is not None and self.loan.activity.attended is not None:
            initial |= {"number": self.loan.activity.attended, "qualifier": self.loan.activity.attended_qualifier}
        form = VisitorsForm(self._posted, initial=initial)

        def act() -> None:
            said = form.cleaned_data
            same = {"loan_id": self.loan.pk, "actor": self.actor, "at": self._at}
            commands.state_visitors(number=said["number"], qualifier=said["qualifier"], **same)
            commands.give_feedback(mark=said["mark"], text=said["text"], may_quote=said["may_quote"], **same)

        if done(form, act):
            return self._back(_("Written. Thank you for telling us."))
        return self._page("loan_tell", form=form)

    @property
    def _at(self) -> datetime:
        return timezone.now()

    @property
    def _posted(self) -> Any:
        return self.request.POST if self.request.method == "POST" else None

    def _back(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect(self.address("show"))

    def _page(self, name: str, **context: Any) -> HttpResponse:
        form = context.get("form")
        whole = {
            "frame": self.frame,
            "loan": self.loan,
            "exhibition": self.loan.version.exhibition,
            "back": self.address("show"),
            **self.more,
            **context,
        }
        status = 422 if form is not None and form.errors else 200
        return render(self.request, f"exhibitions/{name}.html", whole, status=status)


def said_of(photos: list[Any]) -> str:
    """Say that a report is written, and what was removed from its photographs."""
    removed = dict.fromkeys(part for photo in photos for part in photo.removed)
    if removed:
        return _("The report is written. Removed from the photographs before keeping them: %(parts)s.") % {
            "parts": ", ".join(removed)
        }
    return _("The report is written.")
