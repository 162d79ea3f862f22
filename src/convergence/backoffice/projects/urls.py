"""Addresses of education projects."""

from django.urls import URLPattern, path

from convergence.backoffice.projects import acts, section, views

__all__ = ["section", "urlpatterns"]
app_name = "projects"
prefix = "projets/"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("ajouter/", acts.add, name="add"),
    path("<int:project_id>/", views.show, name="project"),
    path("<int:project_id>/realisations/", views.outputs, name="outputs"),
    path("<int:project_id>/argent/", views.money, name="money"),
    path("<int:project_id>/rapport.pdf", views.provisional, name="provisional"),
    path("<int:project_id>/modifier/", acts.edit, name="edit"),
    path("<int:project_id>/demarrer/", acts.start, name="start"),
    path("<int:project_id>/supprimer/", acts.remove, name="remove"),
    path("<int:project_id>/fermer/", acts.close, name="close"),
    path("<int:project_id>/rouvrir/", acts.reopen, name="reopen"),
    path("<int:project_id>/bailleurs/ajouter/", acts.add_funder, name="add_funder"),
    path("<int:project_id>/postes/ajouter/", acts.add_line, name="add_line"),
    path("<int:project_id>/activites/ajouter/", acts.choose_activity, name="choose_activity"),
    path("<int:project_id>/activites/<int:activity_id>/rattacher/", acts.attach, name="attach"),
    path("<int:project_id>/activites/<int:activity_id>/retirer/", acts.detach, name="detach"),
    path("<int:project_id>/outils/ajouter/", acts.add_tool, name="add_tool"),
    path("<int:project_id>/outils/<int:tool_id>/retirer/", acts.detach_tool, name="detach_tool"),
    path("<int:project_id>/argent/ajouter/", acts.add_entry, name="add_entry"),
    path("<int:project_id>/argent/postes/", acts.place, name="place"),
    path("<int:project_id>/argent/<int:activityentry_id>/reprendre/", acts.reverse_entry, name="reverse_entry"),
    path("bailleurs/<int:funder_id>/", acts.edit_funder, name="funder"),
    path("bailleurs/<int:funder_id>/retirer/", acts.remove_funder, name="remove_funder"),
    path("postes/<int:budgetline_id>/", acts.edit_line, name="line"),
    path("postes/<int:budgetline_id>/retirer/", acts.remove_line, name="remove_line"),
    path("rapports/<int:report_id>.pdf", views.report, name="report"),
]
