"""What Wagtail and its screens of translation say, where their own catalogues speak half English or of regions.

The catalogues of this app come before theirs: writing a sentence here is enough. What the browser writes itself comes
from `JavaScriptWords`, in the place of the catalogue of wagtail-localize.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext_lazy
from django.views.i18n import JavaScriptCatalog

BORROWED = (
    gettext_noop("locale"),
    gettext_noop("Locale"),
    gettext_noop("Locales"),
    gettext_noop("Locale: "),
    gettext_noop("Switch locales"),
    gettext_noop("Available in %(translations_total)s locales"),
    gettext_noop("{} locales"),
    gettext_noop("All child pages will be created."),
    ngettext_lazy("Include subtree ({} page)", "Include subtree ({} pages)"),
    gettext_noop("The page '{page_title}' was successfully submitted for translation into {locales}"),
    gettext_noop(
        "New validation errors were found when publishing '{object}' in {locale}. "
        "Please fix them or click publish again to ignore these translations for now."
    ),
    gettext_noop("Published '{object}' in {locale} with missing translations - see below."),
    gettext_noop("Published '{object}' in {locale}."),
    gettext_noop("Cannot import PO file that was created for a different translation."),
    gettext_noop(
        "Changes are not automatically applied between translated pages. Syncing will add new content for translation "
        "and remove deleted content."
    ),
    gettext_noop("Sync translated pages"),
    gettext_noop("Why would I sync my page?"),
    gettext_noop(
        "Apply the updates and publish immediately. The changes will use the original language until translated."
    ),
    gettext_noop(
        "The data model for '{model_name}' has been changed since the last translation sync. If any new fields have "
        "been added recently, these may not be visible until the next translation sync."
    ),
)

OF_THE_BROWSER: dict[str, Promise] = {
    "Publish in ": _("Publish in "),
    "Not translated": _("Not translated"),
    "segments translated": _("segments translated"),
    "Uses %s version": _("Uses %s version"),
    "Revert to %s version": _("Revert to %s version"),
    "Download PO file": _("Download PO file"),
    "Download PO file and input translations offline": _("Download PO file and input translations offline"),
    "Upload PO file": _("Upload PO file"),
    "Upload translated PO file to submit translations": _("Upload translated PO file to submit translations"),
    "Applying editor lock": _("Applying editor lock"),
    "Removing editor lock": _("Removing editor lock"),
    "Converting to alias page": _("Converting to alias page"),
    "Convert to alias page": _("Convert to alias page"),
    "Stop Synced translation": _("Stop Synced translation"),
    "Stopping Synced translation": _("Stopping Synced translation"),
    "Changed": _("Changed"),
    "Edit this document": _("Edit this document"),
    "Fetching %s information...": _("Fetching %s information..."),
    "There are unsaved segments. Please save or cancel them before leaving.": _(
        "There are unsaved segments. Please save or cancel them before leaving."
    ),
}


class JavaScriptWords(JavaScriptCatalog):
    """The words of the screen of translation, ours before those of wagtail-localize."""

    packages = ("wagtail_localize",)

    def get_catalog(self) -> dict[str, Any]:
        """Return the words in the language of the person."""
        known: dict[str, Any] = super().get_catalog()
        return known | {key: str(words) for key, words in OF_THE_BROWSER.items()}
