"""Screens of the API tokens."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from convergence.accounts.models import ApiToken
from convergence.accounts.policies import may, require
from convergence.accounts.tokens import LONGEST_DAYS, make_token, revoke_token


class TokenForm(forms.Form):
    """What a new token is for, and how long it lives."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=100,
        help_text=gettext_lazy("For example: the union’s web site."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days it lives"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=LONGEST_DAYS - 1,
        help_text=gettext_lazy("A forgotten token should end by itself."),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """List tokens, make one, and show its secret once: the page that answers is the only one that holds it."""
    require(request.user, "accounts.add_apitoken")
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        _token, secret = make_token(**form.cleaned_data, actor=request.user, at=timezone.now())
        form = TokenForm()
    rows = ApiToken.objects.select_related("user").order_by("revoked_at", "-pk")
    if not may(request.user, "accounts.revoke_apitoken"):
        rows = rows.filter(user=request.user)
    context = {
        "title": capfirst(_("API tokens")),
        "lede": _("A token lets a program read what you may read here, and nothing more. It cannot change anything."),
        "form": form,
        "secret": secret,
        "rows": rows,
        "act": _("Make a token"),
        "now": timezone.now(),
    }
    return render(request, "backoffice/tokens/index.html", context)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token at once."""
    revoke_token(token_id=pk, actor=request.user, at=timezone.now())
    messages.success(request, _("The token no longer works."))
    return redirect("tokens:index")
