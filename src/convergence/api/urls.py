"""Addresses of the API."""

from django.urls import URLPattern, URLResolver, path, re_path

from convergence.api.activities import router as activities
from convergence.api.contacts import router as contacts
from convergence.api.exhibitions import router as exhibitions
from convergence.api.finance import router as finance
from convergence.api.gatherings import router as gatherings
from convergence.api.membership import router as membership
from convergence.api.messaging import router as messaging
from convergence.api.projects import router as projects
from convergence.api.root import api, nowhere
from convergence.api.stays import router as stays
from convergence.api.tools import router as tools
from convergence.api.tours import router as tours
from convergence.api.trainings import router as trainings

api.add_router("", activities)
api.add_router("", contacts)
api.add_router("", exhibitions)
api.add_router("", finance)
api.add_router("", gatherings)
api.add_router("", membership)
api.add_router("", messaging)
api.add_router("", projects)
api.add_router("", stays)
api.add_router("", trainings)
api.add_router("", tools)
api.add_router("", tours)

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", api.urls),
    # Whatever else is asked of this door comes from a machine: it reads why, not a page of the site.
    re_path("", nowhere),
]
