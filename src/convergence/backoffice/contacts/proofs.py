"""The proof of the right to write to one address (C28)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.accounts.policies import visible
from convergence.backoffice.contacts.base import ContactsView, contact_url
from convergence.contacts.models import Contact
from convergence.contacts.queries.consent import proof_of


class ProofView(ContactsView):
    """Consent events, words shown, marks and what may be sent today, for one address."""

    template_name = "backoffice/contacts/proof.html"
    page_title = _("Proof of consent")
    header_icon = "clipboard-list"
    action = "contacts.view_consent"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the proof of the address that is asked for."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = self.request.GET.get("adresse", "").replace("\x00", "").strip()[:254]
        context["asked"] = asked
        if asked:
            rows = visible(self.request.user, "contacts.view_contact", Contact.objects.all())
            proof = proof_of(asked, timezone.localdate(), rows)
            context["proof"] = proof
            context["contacts"] = [(contact, contact_url(contact)) for contact in proof.contacts]
        return context
