"""The form of a page in the back office."""

from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from convergence.ui.language import SERVING


class PublicPageForm(WagtailAdminPageForm):  # type: ignore[misc]
    """Refuses a short name under which nobody would find the page, because the product answers there."""

    def clean(self) -> Any:
        """Refuse an address of the product."""
        cleaned = super().clean()
        above = self.parent_page.get_url() if self.parent_page else None
        slug = cleaned.get("slug")
        if above and slug and answers_otherwise(f"{above}{slug}/"):
            self.add_error("slug", _("The site itself answers at this address: choose another short name."))
        return cleaned


def answers_otherwise(path: str) -> bool:
    """Tell whether something else than a page answers at a path."""
    if path.strip("/") in {code for code, _name in settings.LANGUAGES}:
        return True
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return bool(resolve(path).url_name != SERVING)
        except Resolver404:
            return False
