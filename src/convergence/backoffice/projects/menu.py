"""Entry of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

menus.add(
    "activities", label=_("Education projects"), url_name="projects:index", action="projects.view_project", order=57
)
