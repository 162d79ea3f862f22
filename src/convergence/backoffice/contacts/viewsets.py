"""The lists and choosers that Wagtail registers."""

from convergence.backoffice.contacts.choosers import (
    body_chooser,
    contact_chooser,
    organisation_chooser,
    person_chooser,
)
from convergence.backoffice.contacts.lists import BodyViewSet, OrganisationViewSet, PersonViewSet

viewsets = [
    OrganisationViewSet("organisations", url_prefix="organisations"),
    PersonViewSet("people", url_prefix="personnes"),
    BodyViewSet("bodies", url_prefix="instances"),
    organisation_chooser,
    person_chooser,
    body_chooser,
    contact_chooser,
]
