"""Who held an office one after another, with the gaps that no source covers (S45, S46), on screen and as a file."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from convergence.accounts.policies import may
from convergence.backoffice.contacts.base import ContactsView, contact_url, language_of, visible_contact
from convergence.backoffice.contacts.times import term
from convergence.contacts.choices import Office
from convergence.contacts.models import Contact
from convergence.contacts.queries.terms import Turn, succession, terms_in, title_of
from convergence.contacts.rules.titles import office_label
from convergence.core.dates import UncertainDate
from convergence.core.spreadsheets import csv_chunks


class SuccessionView(ContactsView):
    """The succession in one office of an organisation or body."""

    template_name = "backoffice/contacts/succession.html"
    page_title = _("Who came after whom")
    header_icon = "history"

    @cached_property
    def contact(self) -> Contact:
        """The organisation or body."""
        return visible_contact(self.request, self.kwargs["contact"])

    @cached_property
    def offices(self) -> list[tuple[str, str]]:
        """The offices that somebody held there, by code and name."""
        held = set(terms_in(self.contact).values_list("office", flat=True))
        language = language_of(self.request)
        return [(code, office_label(code, language)) for code in Office.values if code in held]

    @property
    def office(self) -> str:
        """The office that is asked for, else the first one."""
        codes = [code for code, _label in self.offices]
        asked = self.request.GET.get("poste", "")
        return asked if asked in codes else next(iter(codes), "")

    @property
    def since(self) -> str:
        """The date from which gaps are shown; what is no date counts for nothing."""
        asked = self.request.GET.get("depuis", "").strip()
        try:
            return str(UncertainDate(asked)) if asked else ""
        except ValueError:
            return ""

    def turns(self) -> list[Turn]:
        """Return the lines of the page."""
        return succession(self.contact, self.office, since=self.since)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show the page, or give the file to those who may export."""
        if request.GET.get("export") != "csv":
            return self.render_to_response(self.get_context_data())
        if not may(request.user, "contacts.export_contacts"):
            raise PermissionDenied
        return self.file()

    def file(self) -> HttpResponse | StreamingHttpResponse:
        """Return the succession as CSV."""
        header = [_t("Office"), _t("From"), _t("Until"), _t("Attested on"), _t("Name"), _t("Title"), _t("Source")]
        response = StreamingHttpResponse(csv_chunks(header, self.lines()), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="succession-{timezone.localdate()}.csv"'
        return response

    def lines(self) -> Iterator[list[str]]:
        """Yield the cells of each line; a gap has its dates and the word for it."""
        language = language_of(self.request)
        office = office_label(self.office, language)
        for turn in self.turns():
            if turn.gap is not None:
                yield [office, turn.gap.start, turn.gap.end, "", _t("unknown"), "", ""]
            elif turn.mandate is not None:
                held = turn.mandate
                who = held.person.merged_into or held.person
                title = title_of(held, language) + (f" ({_t('interim')})" if held.is_interim else "")
                yield [office, held.start, held.end, held.attested, who.name, title, held.source]

    def crumbs(self) -> list[dict[str, Any]]:
        """Return the steps."""
        return [{"url": f"{contact_url(self.contact)}#mandats", "label": self.contact.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines, in words."""
        language = language_of(self.request)
        shown = []
        for turn in self.turns():
            if turn.gap is not None:
                start, end = (UncertainDate(text).for_people(language) for text in (turn.gap.start, turn.gap.end))
                shown.append({"gap": f"{start} – {end}"})
            elif turn.mandate is not None:
                held = turn.mandate
                shown.append({
                    "row": held,
                    "who": held.person.merged_into or held.person,
                    "title": title_of(held, language),
                    "when": term(held, language),
                })  # fmt: skip
        return super().get_context_data(
            **kwargs,
            contact=self.contact,
            offices=self.offices,
            office=self.office,
            since=self.since,
            turns=shown,
            may_export=may(self.request.user, "contacts.export_contacts"),
        )
