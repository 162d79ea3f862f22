"""The forms of a page in the back office."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from convergence.website.addresses import refuse_taken


class PublicPageForm(WagtailAdminPageForm):  # type: ignore[misc]
    """Refuses a short name under which nobody would find the page, because the product answers there."""

    def clean(self) -> Any:
        """Refuse an address of the product; the page itself refuses it too, but knows its place only once it is saved."""
        cleaned = super().clean()
        try:
            refuse_taken(self.parent_page, cleaned.get("slug") or "")
        except ValidationError as refused:
            self.add_error("slug", refused.message_dict["slug"])
        return cleaned


class PublicCopyForm(CopyForm):  # type: ignore[misc]
    """Refuses to copy a page to an address of the product."""

    def clean(self) -> Any:
        """Refuse it beside the short name."""
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        try:
            refuse_taken(parent, cleaned.get("new_slug") or "")
        except ValidationError as refused:
            self.add_error("new_slug", refused.message_dict["slug"])
        return cleaned
