"""Addresses of the messages."""

from django.urls import URLPattern, path

from convergence.backoffice.messages import mailings, outbox, settle, suppressions

app_name = "messages"
prefix = "messages/"
urlpatterns: list[URLPattern] = [
    path("", mailings.mailing_list, name="mailings"),
    path("<int:pk>/", mailings.mailing, name="mailing"),
    path("<int:pk>/pause/", mailings.switch, name="switch"),
    path("<int:pk>/tirage.pdf", mailings.print_run, name="print_run"),
    path("<int:pk>/imprime/", mailings.printed, name="printed"),
    path("destinataire/<int:pk>/", mailings.delivery, name="delivery"),
    path("destinataire/<int:pk>/courriel.html", mailings.delivery_html, name="delivery_html"),
    path("destinataire/<int:pk>/lettre.pdf", mailings.delivery_pdf, name="delivery_pdf"),
    path("boite-denvoi/", outbox.outbox, name="outbox"),
    path("boite-denvoi/<int:pk>/", outbox.message, name="outbox_message"),
    path("boite-denvoi/<int:pk>/courriel.html", outbox.message_html, name="outbox_html"),
    path("boite-denvoi/<int:pk>/piece/<int:number>/", outbox.attachment, name="outbox_attachment"),
    path("incertains/", settle.uncertain, name="uncertain"),
    path("incertains/<int:pk>/", settle.settle, name="settle"),
    path("rebonds/", settle.bounces, name="bounces"),
    path("rebonds/<int:pk>/", settle.settle_bounce, name="settle_bounce"),
    path("retours/", settle.returned, name="returned"),
    path("retours/<int:pk>/", settle.record_returned, name="record_returned"),
    path("ne-plus-ecrire/", suppressions.suppressions, name="suppressions"),
    path("ne-plus-ecrire/<int:pk>/lever/", suppressions.lift, name="lift"),
]
