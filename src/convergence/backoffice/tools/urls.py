"""Addresses of tools."""

from django.urls import URLPattern, path

from convergence.backoffice.tools import acts, orders, pool, prices, stock, views

app_name = "tools"
prefix = "outils/"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("ecrire/", views.add, name="add"),
    path("commandes/", orders.index, name="orders"),
    path("commandes/<int:order_id>/", orders.show, name="order"),
    path("commandes/<int:order_id>/facture.pdf", orders.invoice, name="order_invoice"),
    path("commandes/<int:order_id>/accepter/", orders.accept, name="accept"),
    path("commandes/<int:order_id>/expedier/", orders.ship, name="ship"),
    path("commandes/<int:order_id>/annuler/", orders.cancel, name="cancel"),
    path("stock/", stock.index, name="stock"),
    path("stock/<int:printing_id>/", stock.show, name="printing"),
    path("stock/<int:printing_id>/modifier/", stock.edit, name="edit_printing"),
    path("stock/<int:printing_id>/mouvement/", stock.move, name="move"),
    path("prets/", pool.index, name="pool"),
    path("prets/<int:pooluse_id>/", pool.settle, name="settle_loan"),
    path("prix/", prices.index, name="prices"),
    path("prix/envoi/", prices.postage, name="add_postage"),
    path("prix/envoi/<int:postageband_id>/retirer/", prices.remove_postage, name="remove_postage"),
    path("prix/taux/", prices.rate, name="add_rate"),
    path("fichiers/<int:edition_id>/", views.file, name="file"),
    path("fichiers/<int:edition_id>/retirer/", acts.remove_edition, name="remove_edition"),
    path("lignes/<slug:noun>/<int:row_id>/retirer/", acts.remove_row, name="remove_row"),
    path("versions/<int:toolversion_id>/fichier/", acts.add_edition, name="add_edition"),
    path("versions/<int:toolversion_id>/publier/", acts.publish_version, name="publish_version"),
    path("<int:tool_id>/", views.show, name="show"),
    path("<int:tool_id>/modifier/", views.edit, name="edit"),
    path("<int:tool_id>/publier/", acts.publish, name="publish"),
    path("<int:tool_id>/refuser/", acts.decline, name="decline"),
    path("<int:tool_id>/retirer/", acts.withdraw, name="withdraw"),
    path("<int:tool_id>/supprimer/", acts.delete, name="delete"),
    path("<int:tool_id>/version/", acts.add_version, name="add_version"),
    path("<int:tool_id>/generique/", acts.add_credit, name="add_credit"),
    path("<int:tool_id>/ailleurs/", acts.add_link, name="add_link"),
    path("<int:tool_id>/trousse/", acts.add_part, name="add_part"),
    path("<int:tool_id>/activite/", acts.tie_activity, name="tie_activity"),
    path("<int:tool_id>/adoption/", acts.adopt, name="adopt"),
    path("<int:tool_id>/imprimer/", stock.add, name="add_printing"),
]
