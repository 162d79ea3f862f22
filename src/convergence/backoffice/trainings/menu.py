"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

SEE = "trainings.view_trainingrequest"
menus.add("activities", label=_("Requests for trainings"), url_name="trainings:index", action=SEE, order=30)
menus.add("activities", label=_("Follow-ups of trainings"), url_name="trainings:follow_ups", action=SEE, order=32)
menus.add(
    "activities", label=_("Who facilitates"), url_name="trainings:facilitators", action="trainings.view_facilitator",
    order=34,
)  # fmt: skip
menus.add(
    "activities", label=_("Attestations"), url_name="trainings:attestations", action="trainings.view_attestation",
    order=36,
)  # fmt: skip
menus.add(
    "activities", label=_("Catalogue of trainings"), url_name="trainings:catalogue", action="trainings.view_training",
    order=38,
)  # fmt: skip
