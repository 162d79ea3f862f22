"""Organisations that were not seen for long (S66)."""

from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.accounts.policies import visible
from convergence.backoffice.contacts.base import ContactsView, contact_url, language_of
from convergence.backoffice.contacts.cells import extras
from convergence.contacts.choices import UNION_KINDS
from convergence.contacts.models import Organisation
from convergence.contacts.queries.relations import to_visit
from convergence.core.identifiers import id_from
from convergence.core.profile import current_profile


class ToVisitView(ContactsView):
    """Unions without contact for the months of the setting, the longest unseen first."""

    template_name = "backoffice/contacts/visits.html"
    page_title = _("To visit")
    header_icon = "date"
    action = "contacts.view_organisation"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page of organisations."""
        today = timezone.localdate()
        asked = id_from(self.request.GET.get("mois"))
        wait = current_profile().not_seen_months
        months = min(asked, 240) if asked else wait
        everyone = self.request.GET.get("tous") == "1"
        rows = visible(self.request.user, "contacts.view_organisation", Organisation.objects.all())
        rows = to_visit(rows if everyone else rows.filter(organisation_kind__in=UNION_KINDS), today, months)
        page = Paginator(rows.select_related("region"), 25).get_page(self.request.GET.get("p"))
        contacts = list(page.object_list)
        known = extras(contacts, today, language_of(self.request), frozenset({"reach", "members"}))
        return super().get_context_data(
            **kwargs,
            page_obj=page,
            rows=[(contact, known[contact.pk], contact_url(contact)) for contact in contacts],
            months=months,
            setting=wait,
            everyone=everyone,
        )
