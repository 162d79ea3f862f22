"""What waits on the public site."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from convergence.backoffice import home
from convergence.backoffice.site.completeness import drafts


@home.waiting("website.publish_page", order=80)
def drafts_to_publish(user: Any, at: datetime) -> home.WaitingSource:
    """Pages that somebody wrote or changed and nobody published."""
    [count] = yield home.Counted(drafts())
    if count:
        yield home.Waiting(
            count,
            ngettext_lazy("page waits to be published", "pages wait to be published", count),
            _("Read again what your colleagues wrote, then publish it."),
            reverse("site:languages"),
        )
