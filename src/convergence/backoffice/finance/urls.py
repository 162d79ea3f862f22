"""Addresses of money."""

from django.urls import URLPattern, path

from convergence.backoffice.finance.views import bank, cheques, invoices, notices, payments, receipts, statements, years

app_name = "money"
prefix = "argent/"
urlpatterns: list[URLPattern] = [
    path("factures/", invoices.index, name="invoices"),
    path("factures/emettre/", invoices.add, name="add_invoice"),
    path("factures/<int:pk>/", invoices.show, name="invoice"),
    path("factures/<int:pk>/corriger/", invoices.adjust, name="adjust_invoice"),
    path("paiements/", payments.index, name="payments"),
    path("paiements/ajouter/", payments.add, name="add_payment"),
    path("paiements/<int:pk>/", payments.show, name="payment"),
    path("paiements/<int:pk>/imputer/", payments.allocate, name="allocate"),
    path("paiements/<int:pk>/defaire/", payments.reverse, name="reverse_payment"),
    path("paiements/<int:pk>/rembourser/", payments.refund, name="refund_payment"),
    path("paiements/imputation/<int:pk>/", payments.undo_allocation, name="undo_allocation"),
    path("cheques/", cheques.index, name="batches"),
    path("cheques/ajouter/", cheques.add, name="add_batch"),
    path("cheques/<int:pk>/", cheques.show, name="batch"),
    path("cheques/<int:pk>/bordereau.pdf", cheques.slip, name="slip"),
    path("banque/", bank.matching, name="matching"),
    path("banque/certaines/", bank.confirm_sure, name="confirm_sure"),
    path("banque/releve/", statements.index, name="statements"),
    path("banque/ligne/<int:pk>/", bank.line, name="bank_line"),
    path("banque/ligne/<int:pk>/decider/", bank.decide, name="decide"),
    path("recus/", receipts.index, name="receipts"),
    path("recus/envoyer/", receipts.issue_and_send, name="send_receipts"),
    path("recus/emettre/", receipts.issue_missing, name="issue_receipts"),
    path("recus/paiement/<int:pk>/", receipts.issue, name="issue_receipt"),
    path("recus/<int:pk>/", receipts.show, name="receipt"),
    path("recus/<int:pk>/recu.pdf", receipts.paper, name="receipt_pdf"),
    path("recus/<int:pk>/annuler/", receipts.cancel, name="cancel_receipt"),
    path("recus/<int:pk>/envoyer/", receipts.send, name="send_receipt"),
    path("carte/avis/", notices.index, name="notices"),
    path("carte/avis/<int:pk>/", notices.settle, name="settle_notice"),
    path("exercices/", years.index, name="years"),
    path("exercices/<int:pk>/fermer/", years.close, name="close_year"),
    path("exercices/grand-livre.<str:kind>", years.export, name="export"),
]
