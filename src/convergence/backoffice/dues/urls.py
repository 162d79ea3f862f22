"""Addresses of the dues screens."""

from django.urls import URLPattern, path

from convergence.backoffice.dues.views import (
    audience,
    calls,
    closing,
    letters,
    members,
    people,
    recipients,
    reminders,
    results,
    scales,
    sending,
)

app_name = "dues"
prefix = "cotisations/"
urlpatterns: list[URLPattern] = [
    path("", calls.index, name="index"),
    path("nouvel-appel/", calls.create, name="create"),
    path("<int:pk>/", calls.overview, name="call"),
    path("personnes-annoncees/", people.announced, name="announced"),
    path("personnes-annoncees/<int:pk>/", people.decide, name="announced_decide"),
    path("<int:pk>/periode/", calls.period, name="period"),
    path("<int:pk>/lettre/<str:language>/", letters.letter, name="letter"),
    path("<int:pk>/lettre/<str:language>/apercu/", letters.live, name="letter_live"),
    path("<int:pk>/pieces/", letters.enclosures, name="enclosures"),
    path("<int:pk>/liens/", letters.check, name="links"),
    path("<int:pk>/liens/<int:link>/vu/", letters.confirm, name="confirm_link"),
    path("<int:pk>/destinataires/", audience.audience, name="audience"),
    path("<int:pk>/destinataires.csv", audience.export, name="audience_export"),
    path("<int:pk>/destinataires/<int:recipient>/", recipients.recipient, name="recipient"),
    path("<int:pk>/apercu/", letters.preview, name="preview"),
    path("<int:pk>/apercu/courriel/", letters.preview_html, name="preview_html"),
    path("<int:pk>/apercu/lettre.pdf", letters.preview_pdf, name="preview_pdf"),
    path("<int:pk>/essai/", sending.test, name="test"),
    path("<int:pk>/signatures/", sending.signatures, name="signatures"),
    path("<int:pk>/envoi/", sending.send, name="send"),
    path("<int:pk>/impression.pdf", sending.print_run, name="print_run"),
    path("<int:pk>/rappels/", reminders.reminders, name="reminders"),
    path("<int:pk>/rappels/textes/", reminders.texts, name="reminder_texts"),
    path("<int:pk>/resultat/", results.result, name="result"),
    path("<int:pk>/fermeture/", closing.closing, name="closing"),
    path("<int:pk>/resultat.csv", results.export, name="result_export"),
    path("grilles/", scales.index, name="scales"),
    path("grilles/nouvelle/", scales.create, name="scale_create"),
    path("grilles/<int:pk>/", scales.edit, name="scale"),
    path("grilles/<int:pk>/nouvelle-version/", scales.revise, name="scale_revise"),
    path("qui-paie/", scales.coverages, name="coverages"),
    path("qui-paie/<int:pk>/fin/", scales.end_coverage, name="coverage_end"),
    path("exemptions/", scales.exemptions, name="exemptions"),
    path("adhesions/", members.applications, name="applications"),
    path("adhesions/<int:pk>/decision/", members.decide, name="application"),
    path("membres/<int:pk>/", members.member, name="member"),
]
