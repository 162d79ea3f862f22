"""Pages that the registers make. No editor writes them: the menu, the foot and the ways to act find them here."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """A page of a register: the name of its address, its word in the menu, its words in a list to choose from."""

    name: str
    title: Promise
    chosen_as: Promise

    @property
    def href(self) -> str:
        """Return its address in the active language."""
        return reverse(f"website:{self.name}")


PLACES = (
    Place("calendar", _("Calendar"), _("Calendar")),
    Place("trainings", _("Trainings"), _("Trainings to ask for")),
    Place("exhibitions", _("Exhibitions"), _("Exhibitions to borrow")),
    Place("tours", _("Tours"), _("Tours of guests")),
    Place("stays", _("Internships"), _("Internships and missions")),
    Place("projects", _("Projects"), _("Education projects")),
    Place("tools", _("Tools"), _("Catalogue of tools")),
)
