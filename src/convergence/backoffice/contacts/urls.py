"""Addresses of the screens of contacts that are not lists."""

from django.urls import URLPattern, path

from convergence.backoffice.contacts import edits
from convergence.backoffice.contacts.graph import GraphView
from convergence.backoffice.contacts.merges import MergesView, MergeView, UndoMergeView
from convergence.backoffice.contacts.own_data import OwnDataView
from convergence.backoffice.contacts.proofs import ProofView
from convergence.backoffice.contacts.saved import SavedFilterView
from convergence.backoffice.contacts.succession import SuccessionView
from convergence.backoffice.contacts.visits import ToVisitView

app_name = "contacts"
prefix = "contacts/"
urlpatterns: list[URLPattern] = [
    path("graphe/", GraphView.as_view(), name="graph"),
    path("a-visiter/", ToVisitView.as_view(), name="to_visit"),
    path("preuve/", ProofView.as_view(), name="proof"),
    path("fusion/", MergeView.as_view(), name="merge"),
    path("fusions/", MergesView.as_view(), name="merges"),
    path("fusions/<int:pk>/defaire/", UndoMergeView.as_view(), name="merge_undo"),
    path("filtres/<slug:screen>/", SavedFilterView.as_view(), name="saved_filters"),
    path("<int:contact>/donnees/", OwnDataView.as_view(), name="own_data"),
    path("<int:contact>/succession/", SuccessionView.as_view(), name="succession"),
    path("<int:contact>/<slug:section>/ajouter/", edits.SectionAddView.as_view(), name="add_row"),
    path("<slug:section>/<int:row>/modifier/", edits.SectionChangeView.as_view(), name="change_row"),
    path("<slug:section>/<int:row>/retirer/", edits.SectionRemoveView.as_view(), name="remove_row"),
]
